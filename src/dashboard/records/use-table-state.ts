/** What the page of a resource shows, in its address, and the saved views that it can begin from. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { useLive } from "../../client/react/use-live.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { searchOf, stateOf, stateOfView, type TableState } from "./table-state.ts";

const PLACE = { from: "/t/$tenant/r/$resource" } as const;
const MOST_VIEWS = 200;

export interface TablePlace {
  readonly state: TableState;
  /** Changes what is named, in the address. */
  readonly change: (part: Partial<TableState>) => void;
  /** The saved views of the resource, by name, live. */
  readonly views: readonly AnyRecord[];
  /** The one that is shown; null where there is none. */
  readonly view: AnyRecord | null;
  /** Whether the address names a view that is gone. */
  readonly isViewMissing: boolean;
  /** Whether more is shown, or in another way, than the view says. */
  readonly isChanged: boolean;
  /** Shows a view as it was saved; null for all records. */
  readonly show: (id: string | null) => void;
}

export function useTablePlace(resource: string): TablePlace {
  const search = useSearch(PLACE);
  const navigate = useNavigate(PLACE);
  const { tenant } = useTenant();
  const saved = useLive(tenant.resource("views"), { filter: { resource }, sort: ["name"], limit: MOST_VIEWS });
  const view = saved.data.find(({ id }) => id === search.view) ?? null;
  const state = useMemo(() => stateOf(search, view && stateOfView(view)), [search, view]);
  const change = useCallback(
    (part: Partial<TableState>) => {
      const base = view && { id: view.id, state: stateOfView(view) };
      void navigate({ search: searchOf({ ...state, ...part }, base), replace: true });
    },
    [navigate, state, view],
  );
  const show = useCallback(
    (id: string | null) => void navigate({ search: id === null ? {} : { view: id } }),
    [navigate],
  );
  return {
    state,
    change,
    views: saved.data,
    view,
    isViewMissing: search.view !== undefined && view === null && saved.status === "live",
    isChanged: Object.keys(search).some((name) => name !== "view"),
    show,
  };
}
