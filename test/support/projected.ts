/** Records to project, and what the directory must hold of them in the end. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { REBUILD } from "../../objects/tenant/projection.ts";
import type { Entry } from "../../src/directory/projection.ts";
import { livingEntries } from "./directory-bench.ts";
import { directoryRow } from "./directory-row.ts";
import type { ProjectionBench } from "./projection-bench.ts";

let made = 0;
/** A handle that no other test of the file uses. */
export const fresh = () => {
  made += 1;
  return `projected-${made}`;
};

/** Returns the id. */
export const addHuman = (bench: ProjectionBench, lastName: string, notes: string | null = null) =>
  bench.write("humans", (writer, resource) => writer.create(resource, { lastName, notes }).record.id);

/** What a rebuild from scratch makes of the same records. */
export async function expectEqualToRebuild(bench: ProjectionBench): Promise<void> {
  const { tenant } = bench.source.view;
  const incremental = await livingEntries(tenant);
  const row = await directoryRow(env.DIRECTORY, tenant);
  await env.DIRECTORY.prepare("DELETE FROM entries WHERE tenant = ?").bind(tenant).run();
  await bench.project({}, REBUILD);
  expect(await livingEntries(tenant)).toEqual(incremental);
  expect(await directoryRow(env.DIRECTORY, tenant)).toEqual({ ...row, projectedAt: expect.any(String) });
}

/** An entry as if it had come from nowhere. */
export function stray(recordId: string): Entry {
  const text = { title: "Stray", body: "Stray", createdBy: "usr_1", updatedAt: "2026-11-21T03:00:00.000Z" };
  return { resource: "humans", recordId, deleted: false, seq: 0, ...text };
}
