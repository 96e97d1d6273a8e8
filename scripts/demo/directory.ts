/** Fourth act: the directory, which follows every tenant's log and answers across all of them. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Api } from "./api.ts";
import { count, duration, faint, line, size, strong, table } from "./print.ts";
import type { DemoTenant } from "./tenants.ts";

/** A person who wrote code for one of the tenants and issues for the other. */
const SEARCHED = "jglick";
const HITS = 6;
const PATIENCE_MS = 30_000;

const hitsSchema = z.array(z.object({ tenant: z.string(), resource: z.string(), title: z.string() }));
const rowsSchema = z.array(z.object({ tenant: z.string(), plan: z.string(), records: z.int(), bytes: z.int() }));
const lagSchema = z.object({ projectionLag: z.int() });

export async function showDirectory(operator: Api, tenants: readonly DemoTenant[], prefix: string): Promise<void> {
  const waited = await untilCaughtUp(tenants);
  const lags = await lagsOf(tenants);
  const path = `/v1/tenants?q=${encodeURIComponent(`${prefix}-`)}&limit=200`;
  const { data } = await operator.call("GET", path, rowsSchema);
  const rows = data.filter(({ tenant }) => lags.has(tenant));
  table(
    ["tenant".padEnd(14), "records", "database", "changes behind"],
    rows.map((row) => [row.tenant, count(row.records), size(row.bytes), count(lags.get(row.tenant) ?? 0)]),
  );
  line(faint(`caught up with the logs ${duration(waited)} after the last write`));
  line();
  await search(operator);
}

async function search(operator: Api): Promise<void> {
  const started = performance.now();
  const { data } = await operator.call("GET", `/v1/search?q=${SEARCHED}&limit=${HITS}`, hitsSchema);
  const took = duration(performance.now() - started);
  line(`search across tenants for ${strong(SEARCHED)}   ${faint(took)}`);
  for (const hit of data) line(`  ${hit.tenant.padEnd(14)} ${hit.resource.padEnd(10)} ${hit.title}`);
}

/** Waits until the directory shows every change, or for half a minute; milliseconds waited. */
async function untilCaughtUp(tenants: readonly DemoTenant[]): Promise<number> {
  const started = performance.now();
  for (;;) {
    const waited = performance.now() - started;
    const lags = await lagsOf(tenants);
    if (waited > PATIENCE_MS || [...lags.values()].every((lag) => lag === 0)) return waited;
    await sleep(100);
  }
}

/** By handle, how many changes the directory does not show yet. */
async function lagsOf(tenants: readonly DemoTenant[]): Promise<Map<string, number>> {
  const lags = new Map<string, number>();
  for (const { api, handle } of tenants)
    lags.set(handle, (await api.call("GET", `/v1/tenants/${handle}`, lagSchema)).data.projectionLag);
  return lags;
}
