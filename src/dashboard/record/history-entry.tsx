/** One entry of a history: who did what, and each field as it was and as it is since. */
import { ArrowRight, Undo2 } from "lucide-react";
import type { ChangeEntry } from "../../client/croft.ts";
import { ActorName } from "../fields/actor-name.tsx";
import { FieldValue } from "../fields/field-value.tsx";
import type { ShownField } from "../fields/shown-field.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { IconButton } from "../ui/button.tsx";
import { Age } from "../ui/time.tsx";
import { useSay } from "../ui/toast.tsx";
import { type ChangedField, changedFields, mayGoBack } from "./changed-fields.ts";
import { mayWrite } from "./may-write.ts";
import type { RecordViewProps } from "./record-view.tsx";
import { useSaving } from "./use-saving.tsx";

interface EntryProps extends RecordViewProps {
  readonly entry: ChangeEntry;
  readonly fields: readonly ShownField[];
}

export function HistoryEntry({ entry, ...props }: EntryProps) {
  const { before, after, action, actor, at } = entry;
  const changes = changedFields(props.fields, before, after);
  const isUpdate = action === "update";
  return (
    <li data-action={action} className="grid min-w-0 gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2 text-quiet">
        <span className="min-w-0 wrap-anywhere">
          <span className="font-medium text-ink">
            <ActorName actor={actor} />
          </span>{" "}
          {TEXTS.actions[action]}
        </span>
        <span className="text-xs">
          <Age at={at} />
        </span>
      </p>
      {isUpdate && (
        <ul className="grid gap-1 border-line border-l-2 pl-3">
          {changes.map((change) => (
            <Change key={change.field.name} change={change} entry={entry} {...props} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Change({
  change,
  entry,
  resource,
  record,
  isDeleted,
}: Omit<EntryProps, "fields"> & { readonly change: ChangedField }) {
  const caller = useTenant();
  const say = useSay();
  const done = () => say.done(TEXTS.valueRestored(field.label));
  const saving = useSaving(resource, done);
  const { field, before, after } = change;
  const canRestore = !isDeleted && mayWrite(caller, "update", resource, record) && mayGoBack(change, record);
  const restore = async () => {
    try {
      if ((await saving.save(record, { [field.name]: before })).status === "saved") done();
    } catch (error) {
      say.failed(TEXTS.notSaved, error);
    }
  };
  return (
    <li className="flex min-w-0 items-start gap-2">
      <div className="min-w-0 flex-1">
        <span className="text-quiet text-xs">{field.label}</span>
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 [&>*]:max-w-full">
          <span className="sr-only">{TEXTS.before}</span>
          <span className="line-clamp-4 min-w-0">
            <FieldValue field={field} record={entry.before ?? record} value={before} wrap />
          </span>
          <ArrowRight size={12} aria-hidden className="shrink-0 text-quiet" />
          <span className="sr-only">{TEXTS.after}</span>
          <span className="line-clamp-4 min-w-0">
            <FieldValue field={field} record={entry.after ?? record} value={after} wrap />
          </span>
        </div>
      </div>
      {canRestore && (
        <IconButton label={TEXTS.restoreValue(field.label)} onClick={() => void restore()}>
          <Undo2 size={14} aria-hidden />
        </IconButton>
      )}
      {saving.dialog}
    </li>
  );
}
