/** One field that is edited where it stands: Enter saves, Escape leaves it as it was. */
import { Check, X } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { Json } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { FieldInput } from "../fields/field-input.tsx";
import { refusalOf } from "../fields/refusal.ts";
import { type ShownField, valueAt } from "../fields/shown-field.ts";
import { TextWithRecords } from "../fields/text-with-records.tsx";
import { TEXTS } from "../texts/record.ts";
import { IconButton } from "../ui/button.tsx";
import { isRequired } from "./form-values.ts";
import { useLeaving } from "./use-leaving.tsx";
import { useSaving } from "./use-saving.tsx";

export interface FieldEditorProps {
  readonly resource: ResourceDescription;
  /** The record as it was when editing began. */
  readonly base: AnyRecord;
  readonly field: ShownField;
  readonly onClose: () => void;
}

export function FieldEditor({ resource, base, field, onClose }: FieldEditorProps) {
  const before = valueAt(base, field.name);
  const [{ value, problem }, setWritten] = useState<{ readonly value: Json; readonly problem: string | null }>({
    value: before,
    problem: null,
  });
  const [refusal, setRefusal] = useState<string | null>(null);
  const errorId = useId();
  const error = problem ?? refusal;
  const isTouched = problem !== null || JSON.stringify(value) !== JSON.stringify(before);
  const saving = useSaving(resource, onClose);
  const leaving = useLeaving(isTouched, onClose);
  const isBusy = useRef(false);
  const save = async () => {
    if (problem !== null || isBusy.current) return;
    if (!isTouched) return onClose();
    if (value === null && isRequired(field, base)) return setRefusal(TEXTS.fieldMissing);
    isBusy.current = true;
    try {
      if ((await saving.save(base, { [field.name]: value })).status !== "choosing") onClose();
    } catch (thrown) {
      const { fields, message } = refusalOf(thrown, [field.name]);
      setRefusal(fields[field.name] ?? message);
    } finally {
      isBusy.current = false;
    }
  };
  const press = (event: KeyboardEvent) => {
    // What is being composed, as Japanese is, takes Enter and Escape for itself.
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    const isSubmit = event.key === "Enter" && (!field.multiline || event.ctrlKey || event.metaKey);
    if (event.key === "Escape") onClose();
    else if (isSubmit && event.target instanceof HTMLElement && event.target.tagName !== "BUTTON") void save();
  };
  return (
    <fieldset className="min-w-0 flex-1 py-0.5" onKeyDown={press}>
      <legend className="sr-only">{TEXTS.editField(field.label)}</legend>
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <FieldInput
            resource={resource}
            field={field}
            value={value}
            stored={base}
            label={field.label}
            control={error ? { "aria-describedby": errorId, "aria-invalid": true } : undefined}
            onChange={(next, wrong) => {
              setWritten({ value: next, problem: wrong });
              setRefusal(null);
            }}
            focused
          />
        </div>
        <IconButton label={TEXTS.save} onClick={() => void save()}>
          <Check size={16} aria-hidden />
        </IconButton>
        <IconButton label={TEXTS.cancel} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      {error && (
        <p id={errorId} role="alert" className="text-bad text-xs wrap-anywhere">
          <TextWithRecords text={error} />
        </p>
      )}
      {leaving.question}
      {saving.dialog}
    </fieldset>
  );
}
