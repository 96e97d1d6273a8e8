/** The fields of a record. Each is edited where it stands. */
import { Pencil } from "lucide-react";
import { useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { isEmpty, type ShownField, valueAt } from "../fields/shown-field.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { FieldEditor } from "./field-editor.tsx";
import { LongValue } from "./long-value.tsx";
import { mayWrite } from "./may-write.ts";
import type { RecordViewProps } from "./record-view.tsx";

/** Fewer empty ones than this are no trouble. */
const FEW = 4;

export function FieldsPanel({
  resource,
  record,
  isDeleted,
  fields,
}: RecordViewProps & { readonly fields: readonly ShownField[] }) {
  const caller = useTenant();
  // Each as it was when editing began. Several may be open: to begin with another one loses nothing.
  const [edited, setEdited] = useState<ReadonlyMap<string, AnyRecord>>(new Map());
  const [isWhole, setWhole] = useState(false);
  const edit = (name: string) => setEdited((open) => new Map(open).set(name, record));
  const close = (name: string) => setEdited((open) => new Map([...open].filter(([each]) => each !== name)));
  const isWritable = !isDeleted && mayWrite(caller, "update", resource, record);
  const empty = fields.filter(({ name }) => isEmpty(valueAt(record, name)) && !edited.has(name));
  const hidden = isWhole || empty.length < FEW ? [] : empty;
  return (
    <Panel title={TEXTS.fields}>
      <dl className="grid gap-x-6 sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)]">
        {fields
          .filter((field) => !hidden.includes(field))
          .map((field) => ({ field, base: edited.get(field.name) }))
          .map(({ field, base }) => (
            <div key={field.name} data-field={field.name} className="contents">
              <dt className="pt-1.5 text-quiet wrap-anywhere">{field.label}</dt>
              <dd className="group flex min-h-9 min-w-0 items-start gap-1 max-sm:mb-1">
                {base ? (
                  <FieldEditor resource={resource} base={base} field={field} onClose={() => close(field.name)} />
                ) : (
                  <Standing
                    field={field}
                    record={record}
                    onEdit={isWritable && field.onUpdate ? () => edit(field.name) : null}
                  />
                )}
              </dd>
            </div>
          ))}
      </dl>
      {empty.length >= FEW && (
        <Button look="quiet" className="-ml-3 justify-self-start self-start" onClick={() => setWhole(!isWhole)}>
          {isWhole ? TEXTS.hideEmpty : TEXTS.showEmpty(empty.length)}
        </Button>
      )}
    </Panel>
  );
}

/** A value that nobody edits at the moment. @param onEdit null where it may not be changed */
function Standing({
  field,
  record,
  onEdit,
}: {
  readonly field: ShownField;
  readonly record: AnyRecord;
  readonly onEdit: (() => void) | null;
}) {
  return (
    <>
      <div className="min-w-0 flex-1 py-1.5">
        <LongValue field={field} record={record} />
      </div>
      {onEdit && (
        <IconButton
          label={TEXTS.editField(field.label)}
          className="pointer-fine:opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
          onClick={onEdit}
        >
          <Pencil size={14} aria-hidden />
        </IconButton>
      )}
    </>
  );
}
