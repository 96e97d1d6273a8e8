/** Makes a key: for what, and what it may do. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { administrationOf, type IssuedKey } from "../../../client/administration/administration.ts";
import { CONFIG } from "../../resources.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { labelOf } from "../../texts/names.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { Checkbox } from "../checkbox.tsx";
import { FormError, wrongIn } from "../form-error.tsx";
import { RoleField } from "../role-field.tsx";
import { expiryOf, LIFETIMES } from "./expiry.ts";

const FIELDS = ["name", "role", "resources", "expiresAt"];

export function MakeKey({
  onMade,
  onClose,
}: {
  readonly onMade: (key: IssuedKey) => void;
  readonly onClose: () => void;
}) {
  const { tenant } = useTenant();
  const [narrowed, setNarrowed] = useState(false);
  const [missing, setMissing] = useState(false);
  const make = useMutation({
    mutationFn: (form: FormData) => administrationOf(tenant).createKey(fieldsOf(form, narrowed)),
    onSuccess: onMade,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const none = narrowed && form.getAll("resource").length === 0;
    setMissing(none);
    if (!none && !make.isPending) make.mutate(form);
  };
  return (
    <Dialog open onClose={onClose} title={TEXTS.keys.makeTitle}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label={TEXTS.keys.name}
          hint={TEXTS.keys.nameHint}
          name="name"
          maxLength={200}
          autoComplete="off"
          required
          error={wrongIn(make.error, "name")}
        />
        <RoleField error={wrongIn(make.error, "role")} />
        <Scope
          narrowed={narrowed}
          setNarrowed={setNarrowed}
          error={missing ? TEXTS.keys.someMissing : wrongIn(make.error, "resources")}
        />
        <Checkbox name="readOnly" label={TEXTS.keys.readOnly} />
        <SelectField
          label={TEXTS.keys.lifetime}
          name="lifetime"
          defaultValue="365"
          error={wrongIn(make.error, "expiresAt")}
        >
          {LIFETIMES.map((lifetime) => (
            <option key={lifetime} value={lifetime}>
              {TEXTS.keys.lifetimes[lifetime]}
            </option>
          ))}
        </SelectField>
        <FormError error={make.error} fields={FIELDS} />
        <Button type="submit" look="main" aria-disabled={make.isPending}>
          {TEXTS.keys.makeTitle}
        </Button>
      </form>
    </Dialog>
  );
}

function fieldsOf(form: FormData, narrowed: boolean) {
  return {
    name: String(form.get("name")).trim(),
    role: String(form.get("role")),
    resources: narrowed ? form.getAll("resource").map(String) : null,
    readOnly: form.get("readOnly") !== null,
    expiresAt: expiryOf(String(form.get("lifetime")), Date.now()),
  };
}

function Scope({
  narrowed,
  setNarrowed,
  error,
}: {
  readonly narrowed: boolean;
  readonly setNarrowed: (narrowed: boolean) => void;
  readonly error: string | undefined;
}) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">{TEXTS.keys.scope}</legend>
      <Checkbox
        type="radio"
        name="scope"
        label={TEXTS.keys.allResources}
        checked={!narrowed}
        onChange={() => setNarrowed(false)}
      />
      <Checkbox
        type="radio"
        name="scope"
        label={TEXTS.keys.someResources}
        checked={narrowed}
        onChange={() => setNarrowed(true)}
      />
      {narrowed && (
        <fieldset className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-md border border-line p-3">
          <legend className="sr-only">{TEXTS.keys.resources}</legend>
          {CONFIG.resources.map(({ name }) => (
            <Checkbox key={name} name="resource" value={name} label={labelOf(name)} />
          ))}
        </fieldset>
      )}
      {error && (
        <p role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
    </fieldset>
  );
}
