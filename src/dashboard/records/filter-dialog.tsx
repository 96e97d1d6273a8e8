/** Where a filter is built: conditions in groups, over all that the API can be asked. */
import { useState } from "react";
import { CroftError } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { FilterInput } from "../../protocol/filter.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FilterGroup } from "./filter-group.tsx";
import { exceeded, NO_FILTER, readFilter, writeFilter } from "./filter-tree.ts";
import type { Askable } from "./use-askable.ts";

export interface FilterDialogProps {
  readonly resource: ResourceDescription;
  readonly askable: Askable;
  readonly filter: FilterInput | null;
  /** Given what the service has understood. */
  readonly onApply: (filter: FilterInput | null) => void;
  readonly onClose: () => void;
}

export function FilterDialog({ resource, askable, filter, onApply, onClose }: FilterDialogProps) {
  const [known] = useState(() => readFilter(filter ?? {}));
  const [tree, setTree] = useState(known ?? NO_FILTER);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isAsking, setAsking] = useState(false);
  const { tenant } = useTenant();
  const apply = async () => {
    const limit = exceeded(tree);
    if (limit !== null) return setProblems([TEXTS.filter.limits[limit]]);
    const written = writeFilter(tree);
    setAsking(true);
    try {
      // The service says what it does not understand before anything is shown by it.
      if (written) await tenant.resource(resource.name).aggregate({ filter: written, count: true });
      onApply(written);
      onClose();
    } catch (error) {
      setProblems(problemsOf(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <Dialog open wide onClose={onClose} title={TEXTS.filter.title} description={TEXTS.filter.lead}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
      >
        {known === null && <p className="rounded bg-warn-mark p-2 text-warn">{TEXTS.filter.unreadable}</p>}
        <FilterGroup askable={askable} group={tree} place={[]} root={tree} onChange={setTree} />
        {problems.length > 0 && (
          <ul role="alert" className="wrap-anywhere rounded-md bg-bad-mark p-3 text-bad">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setTree(NO_FILTER)}>{TEXTS.filter.clear}</Button>
          <Button type="submit" look="main" disabled={isAsking}>
            {TEXTS.filter.apply}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function problemsOf(error: unknown): readonly string[] {
  if (!(error instanceof CroftError)) return [String(error)];
  if (error.details.length === 0) return [error.message];
  return error.details.map(
    ({ field, message }) => `${field.replace(/^filter\.?/, "") || TEXTS.filter.title}: ${message}`,
  );
}
