/** Gives one field of the selected records the same value. */
import { useState } from "react";
import type { Json } from "../../client/croft.ts";
import { FieldInput } from "../fields/field-input.tsx";
import { bodyOf } from "../fields/shown-field.ts";
import { TEXTS } from "../texts/records.ts";
import { TEXTS as SHELL_TEXTS } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field, SelectField } from "../ui/field.tsx";
import { Failed } from "../ui/notice.tsx";
import type { BulkDialogProps } from "./bulk-bar.tsx";
import { BulkReport } from "./bulk-report.tsx";
import { useBulk } from "./use-bulk.ts";

export function BulkEditDialog({ resource, fields, query, selection, count, onClose }: BulkDialogProps) {
  const editable = fields.filter(({ onUpdate, kind }) => onUpdate && kind !== "json");
  const [name, setName] = useState(editable[0]?.name ?? "");
  const [value, setValue] = useState<Json>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const bulk = useBulk(resource.name, query, selection);
  const field = editable.find((each) => each.name === name);
  const isMissing = field !== undefined && value === null && !field.nullable;
  const run = async () => {
    setError(null);
    try {
      const data = bodyOf({ [name]: value });
      await bulk.run((id) => ({ op: "update", resource: resource.name, id, data }));
    } catch (failure) {
      setError(failure);
    }
  };
  const { state } = bulk;
  return (
    <Dialog open onClose={onClose} title={TEXTS.bulk.editTitle(count)}>
      {state.phase === "asking" && field && (
        <>
          <SelectField
            label={TEXTS.bulk.field}
            value={name}
            onChange={({ target }) => {
              setName(target.value);
              setValue(null);
              setProblem(null);
            }}
          >
            {editable.map((each) => (
              <option key={each.name} value={each.name}>
                {each.label}
              </option>
            ))}
          </SelectField>
          <Field label={TEXTS.bulk.value} error={problem}>
            {(control) => (
              <FieldInput
                key={name}
                // Which word may follow depends on each record: the service refuses it where it may not.
                resource={{ ...resource, transitions: null }}
                field={field}
                value={value}
                control={control}
                onChange={(next, wrong) => {
                  setValue(next);
                  setProblem(wrong);
                }}
              />
            )}
          </Field>
        </>
      )}
      <BulkReport state={state} resource={resource} says={TEXTS.bulk.changed} />
      {error !== null && <Failed error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        {state.phase === "running" && <Button onClick={bulk.stop}>{TEXTS.bulk.stop}</Button>}
        <Button onClick={onClose}>{state.phase === "asking" ? SHELL_TEXTS.cancel : TEXTS.bulk.close}</Button>
        {state.phase === "asking" && (
          <Button look="main" disabled={problem !== null || isMissing} onClick={() => void run()}>
            {TEXTS.bulk.apply(count)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
