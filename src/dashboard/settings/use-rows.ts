/** Records of a resource as a section reads them, live. */
import { useMemo } from "react";
import type * as z from "zod/mini";
import type { LiveListQuery, LiveResult } from "../../client/croft.ts";
import { useLive } from "../../client/react/use-live.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { rowsOf } from "./rows.ts";

export interface LiveRows<Row> {
  readonly rows: readonly Row[];
  readonly status: LiveResult<unknown>["status"];
  readonly error: Error | null;
}

/** @param query null follows nothing */
export function useRows<Row>(
  resource: string,
  schema: z.core.$ZodType<Row>,
  query: LiveListQuery | null = {},
): LiveRows<Row> {
  const { tenant } = useTenant();
  const { data, status, error } = useLive(tenant.resource(resource), query);
  const rows = useMemo(() => rowsOf(schema, data), [schema, data]);
  return { rows, status, error };
}
