/** What is shown when a record was changed by somebody else meanwhile (412): both versions, and the choice between them. */
import { useMemo, useState } from "react";
import type { AnyRecord, Fields } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { FieldValue } from "../fields/field-value.tsx";
import { recordTitle } from "../fields/record-title.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { useFields } from "../fields/use-fields.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/notice.tsx";
import { allStored, chosen, type Difference, differences, firstChoice, type Side } from "./conflict.ts";

export interface ConflictDialogProps {
  readonly resource: ResourceDescription;
  /** The record as it was when editing began; null where that is not known: then every field that differs is disputed. */
  readonly base: AnyRecord | null;
  /** What was to be stored, by field name, `custom.tier` included: only what was changed here. */
  readonly mine: Fields;
  /** The record as it is stored now, read after the refusal. */
  readonly theirs: AnyRecord;
  /**
   * Stores the chosen values, by field name, with `ifMatch: version`; what is as stored already is not among them, and they may be
   * none. After another 412, read again and hand in the new `theirs`. What it throws is shown.
   */
  readonly onSave: (values: Fields, version: number) => void | Promise<void>;
  /** Leaves everything as it is stored. */
  readonly onClose: () => void;
  /** What Escape does, where the choice can be put off; it closes unless given. */
  readonly onLater?: (() => void) | undefined;
}

/** Open while it is mounted. */
export function ConflictDialog({
  resource,
  base,
  mine,
  theirs,
  onSave,
  onClose,
  onLater = onClose,
}: ConflictDialogProps) {
  const fields = useFields(resource);
  const differing = useMemo(
    () => differences(base, mine, theirs).filter(({ name }) => name in mine || mayWrite(fields, name)),
    [base, mine, theirs, fields],
  );
  const [picked, pick] = useState<Readonly<Record<string, Side>>>({});
  const [error, setError] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const choice = { ...firstChoice(differing), ...picked };
  const save = async () => {
    setSaving(true);
    setError(null);
    try {
      await onSave(chosen(differing, choice), theirs.version);
    } catch (failure) {
      setError(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog
      open
      wide
      onClose={onLater}
      title={TEXTS.conflict.title}
      description={TEXTS.conflict.lead(recordTitle(resource, theirs))}
    >
      {differing.length === 0 ? (
        <p>{TEXTS.conflict.same}</p>
      ) : (
        <>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => pick(firstChoice(differing))}>{TEXTS.conflict.takeMine}</Button>
            <Button onClick={() => pick(allStored(differing))}>{TEXTS.conflict.takeTheirs}</Button>
          </div>
          <div className="grid gap-3">
            {differing.map((difference) => (
              <Choice
                key={difference.name}
                difference={difference}
                field={fields.find(({ name }) => name === difference.name)}
                theirs={theirs}
                side={choice[difference.name] ?? "theirs"}
                onPick={(side) => pick({ ...picked, [difference.name]: side })}
              />
            ))}
          </div>
        </>
      )}
      {error !== null && <Failed error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{TEXTS.conflict.close}</Button>
        {differing.length > 0 && (
          <Button look="main" disabled={saving} onClick={() => void save()}>
            {TEXTS.conflict.save}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** What nobody may write, such as the time at which Croft noted something, is nothing to choose. */
function mayWrite(fields: readonly ShownField[], name: string): boolean {
  return fields.some((field) => field.name === name && field.onUpdate);
}

interface ChoiceProps {
  readonly difference: Difference;
  readonly field: ShownField | undefined;
  readonly theirs: AnyRecord;
  readonly side: Side;
  readonly onPick: (side: Side) => void;
}

function Choice({ difference, field, theirs, side, onPick }: ChoiceProps) {
  const { name, changedBy } = difference;
  const label = field?.label ?? name;
  return (
    <fieldset className="grid gap-1" aria-label={TEXTS.conflict.choose(label)}>
      <legend className="font-medium">
        {label}
        {changedBy === "theirs" && <span className="font-normal text-quiet"> · {TEXTS.conflict.unchanged}</span>}
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(["mine", "theirs"] as const).map((each) => (
          <label
            key={each}
            className={`flex cursor-pointer items-start gap-2 rounded-md border p-2 ${side === each ? "border-accent bg-mark" : "border-line"}`}
          >
            <input
              type="radio"
              name={`conflict-${name}`}
              checked={side === each}
              onChange={() => onPick(each)}
              className="mt-1 accent-accent"
            />
            <span className="min-w-0 flex-1">
              <span className="block text-quiet text-xs">
                {changedBy === "theirs" && each === "mine" ? TEXTS.conflict.before : TEXTS.conflict[each]}
              </span>
              <span className="wrap-anywhere block max-h-40 overflow-y-auto">
                {field ? (
                  <FieldValue field={field} record={theirs} value={difference[each]} wrap link={false} />
                ) : (
                  JSON.stringify(difference[each])
                )}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
