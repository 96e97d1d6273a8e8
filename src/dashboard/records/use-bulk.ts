/** A change of many records, while it runs and after. */
import { useEffect, useRef, useState } from "react";
import type { AnyResource, Operation, ResourceClient } from "../../client/croft.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { type BulkProgress, runBulk } from "./bulk.ts";
import type { TableQuery } from "./loaded-pages.ts";
import { isSelected, type Selection } from "./selection.ts";

const PAGE = 200;
/** Records that are brought back at the same time. */
const TOGETHER = 4;

export type BulkState =
  | { readonly phase: "asking" }
  /** Looking for the records that match. */
  | { readonly phase: "collecting"; readonly found: number }
  | { readonly phase: "running" | "ended"; readonly progress: BulkProgress }
  | { readonly phase: "restoring" | "restored"; readonly restored: number; readonly of: number };

export interface Bulk {
  readonly state: BulkState;
  readonly run: (operation: (id: string) => Operation) => Promise<BulkProgress>;
  readonly stop: () => void;
  /** Brings deleted records back. */
  readonly undo: (ids: readonly string[]) => Promise<void>;
}

export function useBulk(resource: string, query: TableQuery, selection: Selection): Bulk {
  const { tenant } = useTenant();
  const [state, setState] = useState<BulkState>({ phase: "asking" });
  const ended = useRef(new AbortController());
  useEffect(() => {
    // StrictMode mounts twice: the second time begins anew.
    ended.current = new AbortController();
    return () => ended.current.abort();
  }, []);
  const client = tenant.resource(resource);
  const run: Bulk["run"] = async (operation) => {
    const { signal } = ended.current;
    const tellFound = (found: number) => setState({ phase: "collecting", found });
    const ids = await idsOf(client, query, selection, signal, tellFound).catch((error: unknown) => {
      setState({ phase: "asking" });
      throw error;
    });
    // What is on its way is not given up: whether the service has done it would be unknown.
    const send = async (chunk: readonly string[]) => void (await tenant.batch(chunk.map(operation)));
    const tell = (progress: BulkProgress) => setState({ phase: "running", progress });
    // Before the first answer, too: a second press must not begin it again.
    tell({ done: [], refused: [], left: ids.length, problem: null });
    const progress = await runBulk(ids, send, tell, signal);
    setState({ phase: "ended", progress });
    return progress;
  };
  const undo: Bulk["undo"] = async (ids) => {
    // What was stopped is brought back like all else.
    ended.current = new AbortController();
    let restored = 0;
    const left = [...ids];
    const work = async () => {
      for (let id = left.shift(); id && !ended.current.signal.aborted; id = left.shift()) {
        await client.restore(id);
        restored += 1;
        setState({ phase: "restoring", restored, of: ids.length });
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    setState({ phase: "restored", restored, of: ids.length });
  };
  return { state, run, undo, stop: () => ended.current.abort() };
}

/** Of a selection of all, the ids are those that match now. */
async function idsOf(
  resource: ResourceClient<AnyResource>,
  { filter, q, sort }: TableQuery,
  selection: Selection,
  signal: AbortSignal,
  tell: (found: number) => void,
): Promise<readonly string[]> {
  if (selection.of === "some") return [...selection.ids];
  tell(0);
  const asked = { filter: filter ?? undefined, q: q.trim() === "" ? undefined : q, sort, fields: ["id"], limit: PAGE };
  const ids: string[] = [];
  for await (const { id } of await resource.list(asked, { signal })) {
    if (isSelected(selection, id)) ids.push(id);
    if (ids.length % PAGE === 0) tell(ids.length);
  }
  return ids;
}
