/** Makes a record, or changes one, by the definition of its resource. */
import { useEffect, useRef, useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { recordTitle } from "../fields/record-title.ts";
import { TextWithRecords } from "../fields/text-with-records.tsx";
import { singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/record.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { RecordForm } from "./record-form.tsx";
import { useLeaving } from "./use-leaving.tsx";
import { useRecordForm } from "./use-record-form.ts";
import { useSubmit } from "./use-submit.ts";

export interface RecordFormDialogProps {
  readonly resource: ResourceDescription;
  /** The record to change; a new one is made where absent. */
  readonly record?: AnyRecord | undefined;
  /** Values by the name of their field that are filled in at first. */
  readonly initial?: Fields | undefined;
  readonly onClose: () => void;
  readonly onSaved?: ((record: AnyRecord) => void) | undefined;
}

const NOTHING: Fields = {};
const FOOTER =
  "sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-panel px-5 py-3 sm:col-span-2";

/** Is there as long as it is mounted. */
export function RecordFormDialog({ resource, record, initial = NOTHING, onClose, onSaved }: RecordFormDialogProps) {
  // What others change meanwhile does not change the form; it is found out when this is saved.
  const [stored] = useState(record ?? null);
  const [given] = useState(initial);
  const form = useRecordForm(resource, stored, given);
  const place = useRef<HTMLFormElement>(null);
  const leaving = useLeaving(form.isTouched, onClose);
  const saved = (made: AnyRecord) => {
    leaving.allow();
    onSaved?.(made);
    onClose();
  };
  const submit = useSubmit(resource, stored, form, saved, onClose);
  useFirstError(place, form.errors, submit.attempts);
  const title = stored ? TEXTS.editTitle(recordTitle(resource, stored)) : TEXTS.newTitle(singularOf(resource.name));
  return (
    <Dialog open onClose={leaving.ask} title={title} wide initialFocus={() => firstControl(place.current)}>
      <RecordForm
        resource={resource}
        fields={form.fields}
        values={form.values}
        stored={stored}
        errors={form.errors}
        onChange={form.change}
        onSubmit={() => void submit.submit()}
        ref={place}
      >
        <div className={FOOTER}>
          <p role="alert" className="min-w-0 flex-1 basis-60 text-bad wrap-anywhere">
            {form.message && <TextWithRecords text={form.message} />}
          </p>
          <span className="text-quiet text-xs max-sm:hidden">{TEXTS.keys}</span>
          <Button onClick={leaving.ask}>{TEXTS.cancel}</Button>
          <Button type="submit" look="main" aria-disabled={submit.isBusy}>
            {submit.isBusy ? TEXTS.saving : stored ? TEXTS.save : TEXTS.create}
          </Button>
        </div>
      </RecordForm>
      {leaving.question}
      {submit.dialog}
    </Dialog>
  );
}

function firstControl(form: HTMLElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>("input, select, textarea") ?? null;
}

/** After a refusal the focus goes where something is wrong. */
function useFirstError(
  place: { readonly current: HTMLElement | null },
  errors: Readonly<Record<string, string>>,
  attempts: number,
): void {
  const shown = useRef(0);
  useEffect(() => {
    if (attempts === shown.current) return;
    shown.current = attempts;
    if (Object.keys(errors).length > 0) place.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [place, errors, attempts]);
}
