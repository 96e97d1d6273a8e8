/** Makes or changes one field. Its name and its type stay once records may hold values of it. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { labelOf } from "../../texts/names.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../ui/field.tsx";
import { Checkbox } from "../checkbox.tsx";
import { FormError, wrongIn } from "../form-error.tsx";
import type { AccountConfig, CustomField } from "../rows.ts";
import type { LiveConfig } from "../use-account-config.ts";
import { draftOf, EMPTY_DRAFT, type FieldDraft, faultsOf, fieldOf, withField } from "./definitions.ts";

const TYPES = ["text", "integer", "number", "boolean", "date", "select"] as const;

export interface FieldDialogProps {
  readonly resource: string;
  readonly config: AccountConfig;
  /** Of the field to change; null makes one. */
  readonly name: string | null;
  readonly save: LiveConfig["save"];
  readonly onClose: () => void;
}

export function FieldDialog({ resource, config, name, save, onClose }: FieldDialogProps) {
  const fields = config.customFields[resource] ?? {};
  const [draft, setDraft] = useState(() =>
    name === null ? EMPTY_DRAFT : draftOf(name, fields[name] ?? { type: "text" }),
  );
  const [tried, setTried] = useState(false);
  const faults = faultsOf(draft, name === null ? Object.keys(fields) : []);
  const store = useMutation({
    mutationFn: () =>
      save(config, { customFields: withField(config.customFields, resource, draft.name, fieldOf(draft)) }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length === 0 && !store.isPending) store.mutate();
  };
  const wrong = (field: "name" | "label" | "options") => {
    const fault = tried ? faults[field] : undefined;
    return fault ? TEXTS.customFields.faults[fault] : wrongIn(store.error, pathOf(resource, draft.name, field));
  };
  const title = name === null ? TEXTS.customFields.addTo(labelOf(resource)) : TEXTS.customFields.changeOf(name);
  const paths = ["name", "label", "options"].map((field) => pathOf(resource, draft.name, field));
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <DraftFields draft={draft} setDraft={setDraft} isNew={name === null} wrong={wrong} />
        <FormError error={store.error} fields={paths} />
        <Button type="submit" look="main" aria-disabled={store.isPending}>
          {TEXTS.save}
        </Button>
      </form>
    </Dialog>
  );
}

/** As the service names it in its details. */
function pathOf(resource: string, name: string, field: string): string {
  return `customFields.${resource}.${name}${field === "name" ? "" : `.${field}`}`;
}

function DraftFields({
  draft,
  setDraft,
  isNew,
  wrong,
}: {
  readonly draft: FieldDraft;
  readonly setDraft: (draft: FieldDraft) => void;
  readonly isNew: boolean;
  readonly wrong: (field: "name" | "label" | "options") => string | undefined;
}) {
  const { name, type, label, options, required } = draft;
  return (
    <>
      <TextField
        label={TEXTS.customFields.label}
        hint={TEXTS.customFields.labelHint}
        value={label}
        autoComplete="off"
        onChange={(event) => setDraft({ ...draft, label: event.target.value })}
        error={wrong("label")}
      />
      <TextField
        label={TEXTS.customFields.name}
        hint={TEXTS.customFields.nameHint}
        value={name}
        disabled={!isNew}
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        error={wrong("name")}
      />
      <SelectField
        label={TEXTS.customFields.type}
        hint={isNew ? undefined : TEXTS.customFields.typeStays}
        value={type}
        disabled={!isNew}
        onChange={(event) => setDraft({ ...draft, type: typeNamed(event.target.value) })}
      >
        {TYPES.map((each) => (
          <option key={each} value={each}>
            {TEXTS.customFields.types[each]}
          </option>
        ))}
      </SelectField>
      {type === "select" && (
        <TextArea
          label={TEXTS.customFields.options}
          hint={TEXTS.customFields.optionsHint}
          value={options}
          rows={5}
          onChange={(event) => setDraft({ ...draft, options: event.target.value })}
          error={wrong("options")}
        />
      )}
      <Checkbox
        label={TEXTS.customFields.required}
        checked={required}
        onChange={(event) => setDraft({ ...draft, required: event.target.checked })}
      />
    </>
  );
}

function typeNamed(name: string): CustomField["type"] {
  return TYPES.find((type) => type === name) ?? "text";
}
