/** Offers the choice between two versions where the form is gone that one of them was made in. */
import { GitCompareArrows } from "lucide-react";
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { recordTitle } from "../fields/record-title.ts";
import { editsOf, type OpenConflict } from "../records/open-conflicts.ts";
import { TEXTS as RECORD_TEXTS } from "../texts/record.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { isPageCovered } from "../ui/covered.ts";
import { useSay } from "../ui/toast.tsx";
import { useTenant } from "./tenant-context.ts";

const OpenConflictDialog = lazy(async () => ({
  default: (await import("../records/open-conflict-dialog.tsx")).OpenConflictDialog,
}));

export function LeftConflicts() {
  const { conflicts } = editsOf(useTenant().tenant);
  const open = useSyncExternalStore(conflicts.subscribe, () => conflicts.value);
  const left = open.find(({ owner }) => owner === null);
  return left && <LeftConflict key={`${left.theirs.id} ${left.theirs.version}`} conflict={left} />;
}

function LeftConflict({ conflict }: { readonly conflict: OpenConflict }) {
  const say = useSay();
  const [isChoosing, setChoosing] = useState(false);
  useEffect(() => {
    // Over another dialog it would take what is typed there: then it waits to be asked for.
    if (!isPageCovered()) setChoosing(true);
  }, []);
  return (
    <>
      <div
        role="status"
        className="flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-mark px-4 py-2 text-warn"
      >
        <GitCompareArrows size={18} aria-hidden />
        <p className="min-w-0 flex-1 basis-60 wrap-anywhere">
          {TEXTS.conflict.left(recordTitle(conflict.resource, conflict.theirs))}
        </p>
        <Button onClick={() => setChoosing(true)}>{TEXTS.conflict.open}</Button>
      </div>
      {isChoosing && (
        <Suspense>
          <OpenConflictDialog
            conflict={conflict}
            onSaved={() => say.done(RECORD_TEXTS.saved)}
            onLater={() => setChoosing(false)}
          />
        </Suspense>
      )}
    </>
  );
}
