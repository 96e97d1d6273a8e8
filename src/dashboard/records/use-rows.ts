/** The rows of a table, followed while it is shown. */
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { orderOf } from "../../client/order.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useTenant } from "../shell/tenant-context.ts";
import type { TableQuery } from "./loaded-pages.ts";
import { type ShownRows, TableRows } from "./table-rows.ts";

export interface FollowedRows extends ShownRows {
  readonly source: TableRows;
}

/** @param query the same object until it changes. While the first rows of another one load, the old ones stay, as `stale`. */
export function useRows(description: ResourceDescription, query: TableQuery): FollowedRows {
  const { tenant, role } = useTenant();
  const source = useMemo(() => sourceOf({ tenant, description, query, role }), [tenant, description, query, role]);
  const value = useSyncExternalStore(source.subscribe, () => source.value);
  const shown = useRef<{ readonly of: ResourceDescription; readonly value: ShownRows } | null>(null);
  useEffect(() => {
    if (value.status !== "loading") shown.current = { of: description, value };
  }, [description, value]);
  const before = value.status === "loading" && shown.current?.of === description ? shown.current.value : null;
  return useMemo(
    () => (before ? { ...before, status: "stale", source } : { ...value, source }),
    [before, value, source],
  );
}

type Asked = Pick<ReturnType<typeof useTenant>, "tenant" | "role"> & {
  readonly description: ResourceDescription;
  readonly query: TableQuery;
};

function sourceOf({ tenant, description: { name, versioned }, query }: Asked): TableRows {
  const resource = tenant.resource(name);
  return new TableRows({ tenant, resource, query, versioned, compare: orderOf(name, query.sort, query.q) });
}
