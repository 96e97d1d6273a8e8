/** Deletes the selected records, once it was said how many, and brings them back as long as it is open. */
import { useState } from "react";
import { TEXTS } from "../texts/records.ts";
import { TEXTS as SHELL_TEXTS } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/notice.tsx";
import type { BulkDialogProps } from "./bulk-bar.tsx";
import { BulkReport } from "./bulk-report.tsx";
import { useBulk } from "./use-bulk.ts";

export function BulkDeleteDialog({ resource, query, selection, count: counted, onDeleted, onClose }: BulkDialogProps) {
  const bulk = useBulk(resource.name, query, selection);
  // The number that was asked about: what is deleted is selected no more.
  const [count] = useState(counted);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (work: () => Promise<void>) => {
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    }
  };
  const remove = () =>
    attempt(async () => {
      const { done } = await bulk.run((id) => ({ op: "delete", resource: resource.name, id }));
      onDeleted(done);
    });
  const { state } = bulk;
  return (
    <Dialog
      open
      onClose={onClose}
      title={TEXTS.bulk.deleteTitle(count)}
      description={state.phase === "asking" ? TEXTS.bulk.deleteLead : undefined}
    >
      <BulkReport state={state} resource={resource} says={TEXTS.bulk.deleted} />
      {error !== null && <Failed error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        {state.phase === "running" && <Button onClick={bulk.stop}>{TEXTS.bulk.stop}</Button>}
        {state.phase === "ended" && state.progress.done.length > 0 && (
          <Button onClick={() => void attempt(() => bulk.undo(state.progress.done))}>{TEXTS.bulk.undo}</Button>
        )}
        <Button onClick={onClose}>{state.phase === "asking" ? SHELL_TEXTS.cancel : TEXTS.bulk.close}</Button>
        {state.phase === "asking" && (
          <Button look="danger" onClick={() => void remove()}>
            {TEXTS.bulk.confirmDelete(count)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
