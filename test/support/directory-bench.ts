/** What the directory holds, for tests that compare. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";

export interface EntryRow {
  resource: string;
  record_id: string;
  title: string;
  body: string;
  created_by: string;
  deleted: number;
  seq: number;
  updated_at: string;
}

/** A tenant's entries, in order. */
export async function directoryEntries(tenant: string): Promise<EntryRow[]> {
  const query = `SELECT resource, record_id, title, body, created_by, deleted, seq, updated_at FROM entries
    WHERE tenant = ? ORDER BY record_id`;
  return (await env.DIRECTORY.prepare(query).bind(tenant).all<EntryRow>()).results;
}

/** Its entries of living records, without the position that each was written at. */
export async function livingEntries(tenant: string): Promise<Omit<EntryRow, "seq">[]> {
  return (await directoryEntries(tenant)).filter(({ deleted }) => deleted === 0).map(({ seq: _, ...entry }) => entry);
}

/** The full-text index must hold exactly what the entries hold; SQLite compares the two. */
export async function expectSoundIndex(): Promise<void> {
  const check = env.DIRECTORY.prepare("INSERT INTO entries_fts (entries_fts, rank) VALUES ('integrity-check', 1)");
  await expect(check.run()).resolves.toBeDefined();
}
