/** Fields that the tenant defines itself, by resource. */
import { useState } from "react";
import { CONFIG } from "../../resources.ts";
import { labelOf } from "../../texts/names.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Empty, Failed, Loading } from "../../ui/notice.tsx";
import { useSay } from "../../ui/toast.tsx";
import { Confirm } from "../confirm.tsx";
import type { AccountConfig, CustomField } from "../rows.ts";
import { type LiveConfig, useAccountConfig } from "../use-account-config.ts";
import { withoutField } from "./definitions.ts";
import { FieldDialog } from "./field-dialog.tsx";

/** Those whose records people write. */
const RESOURCES = CONFIG.resources
  .filter(({ access, singleton, view }) => access.update !== null && !singleton && view === null)
  .map(({ name }) => name);

export function CustomFieldsSection() {
  const { config, error, save } = useAccountConfig();
  const [resource, setResource] = useState(RESOURCES[0] ?? "");
  if (error && !config) return <Failed error={error} />;
  if (!config) return <Loading lines={6} />;
  const count = (name: string) => Object.keys(config.customFields[name] ?? {}).length;
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.customFields.lead}</p>
      <div className="max-w-xs">
        <SelectField
          label={TEXTS.customFields.resource}
          value={resource}
          onChange={(event) => setResource(event.target.value)}
        >
          {RESOURCES.map((name) => (
            <option key={name} value={name}>
              {labelOf(name)}
              {count(name) > 0 && ` (${count(name)})`}
            </option>
          ))}
        </SelectField>
      </div>
      <FieldsOf key={resource} resource={resource} config={config} save={save} />
    </div>
  );
}

type Asked = { readonly kind: "add" } | { readonly kind: "change" | "remove"; readonly name: string };

function FieldsOf({
  resource,
  config,
  save,
}: {
  readonly resource: string;
  readonly config: AccountConfig;
  readonly save: LiveConfig["save"];
}) {
  const say = useSay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const fields = Object.entries(config.customFields[resource] ?? {});
  const close = () => setAsked(null);
  const remove = async (name: string) => {
    await save(config, { customFields: withoutField(config.customFields, resource, name) });
    say.done(TEXTS.customFields.removed(name));
  };
  return (
    <>
      {fields.length === 0 && <Empty title={TEXTS.customFields.none}>{TEXTS.customFields.noneHint}</Empty>}
      {fields.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
          {fields.map(([name, field]) => (
            <FieldRow key={name} name={name} field={field} onAsk={(kind) => setAsked({ kind, name })} />
          ))}
        </ul>
      )}
      <Button look="main" className="justify-self-start" onClick={() => setAsked({ kind: "add" })}>
        {TEXTS.customFields.add}
      </Button>
      {asked?.kind === "remove" && (
        <Confirm
          title={TEXTS.customFields.removeTitle(asked.name)}
          text={TEXTS.customFields.removeText}
          action={TEXTS.remove}
          onConfirm={() => remove(asked.name)}
          onClose={close}
        />
      )}
      {(asked?.kind === "add" || asked?.kind === "change") && (
        <FieldDialog
          resource={resource}
          config={config}
          name={asked.kind === "add" ? null : asked.name}
          save={save}
          onClose={close}
        />
      )}
    </>
  );
}

function FieldRow({
  name,
  field,
  onAsk,
}: {
  readonly name: string;
  readonly field: CustomField;
  readonly onAsk: (kind: "change" | "remove") => void;
}) {
  const { type, label, options, required } = field;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium" dir="auto">
          {label ?? name}
        </p>
        <p className="text-quiet wrap-anywhere">
          <code className="font-mono">{name}</code> · {TEXTS.customFields.types[type]}
          {required && ` · ${TEXTS.customFields.requiredMark}`}
        </p>
        {options && <p className="line-clamp-3 text-quiet wrap-anywhere">{options.join(", ")}</p>}
      </div>
      <Button aria-label={TEXTS.customFields.changeOf(label ?? name)} onClick={() => onAsk("change")}>
        {TEXTS.change}
      </Button>
      <Button look="danger" aria-label={TEXTS.customFields.removeOf(label ?? name)} onClick={() => onAsk("remove")}>
        {TEXTS.remove}
      </Button>
    </li>
  );
}
