/** How far a change of many records has come, and what came of it. */
import type { ResourceDescription } from "../../protocol/description.ts";
import { RecordLink } from "../fields/record-link.tsx";
import { TEXTS } from "../texts/records.ts";
import { Failed } from "../ui/notice.tsx";
import type { BulkProgress } from "./bulk.ts";
import type { BulkState } from "./use-bulk.ts";

export interface BulkReportProps {
  readonly state: BulkState;
  readonly resource: ResourceDescription;
  /** "3 records changed" */
  readonly says: (count: number) => string;
}

export function BulkReport({ state, resource, says }: BulkReportProps) {
  switch (state.phase) {
    case "asking":
      return null;
    case "collecting":
      return <p role="status">{TEXTS.bulk.collecting(state.found)}</p>;
    case "restoring":
      return <Bar done={state.restored} of={state.of} />;
    case "restored":
      return <p role="status">{TEXTS.bulk.restored(state.restored)}</p>;
    default:
      return (
        <>
          {state.phase === "running" && (
            <Bar done={doneOf(state.progress)} of={doneOf(state.progress) + state.progress.left} />
          )}
          <Outcome progress={state.progress} isEnded={state.phase === "ended"} resource={resource} says={says} />
        </>
      );
  }
}

function doneOf({ done, refused }: BulkProgress): number {
  return done.length + refused.length;
}

function Bar({ done, of }: { readonly done: number; readonly of: number }) {
  return (
    <div className="grid gap-1">
      <progress
        aria-label={TEXTS.bulk.progressLabel}
        value={done}
        max={Math.max(1, of)}
        className="h-2 w-full accent-accent"
      />
      <p role="status" className="text-quiet">
        {TEXTS.bulk.progress(done, of)}
      </p>
    </div>
  );
}

interface OutcomeProps extends Pick<BulkReportProps, "resource" | "says"> {
  readonly progress: BulkProgress;
  readonly isEnded: boolean;
}

function Outcome({ progress, isEnded, resource, says }: OutcomeProps) {
  const { done, refused, left, problem } = progress;
  return (
    <>
      {isEnded && <p role="status">{says(done.length)}</p>}
      {isEnded && left > 0 && <p>{TEXTS.bulk.untouched(left)}</p>}
      {refused.length > 0 && (
        <div className="grid gap-1">
          <p className="font-medium text-bad">{TEXTS.bulk.refused(refused.length)}</p>
          <ul className="max-h-48 overflow-y-auto rounded border border-line p-2">
            {refused.map(({ id, message }) => (
              <li key={id} className="wrap-anywhere">
                <RecordLink resource={resource.name} id={id} /> · {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {isEnded && problem !== null && <Failed error={problem} />}
    </>
  );
}
