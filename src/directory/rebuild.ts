/** Makes a tenant's entries and memberships anew from its living records, whatever stood there before. */
import { type Membership, rebuildMemberships } from "./memberships.ts";
import { type Entry, rebuildEntries, removeOlderEntries } from "./projection.ts";

/** Where a rebuild stands, so that it can go on after an interruption. */
export interface RebuildPlace {
  /** Position of the log when the rebuild began; every entry it writes carries it. */
  readonly seq: number;
  /** Last record written, by id; empty before the first. */
  readonly resource: string;
  readonly after: string;
}

/** Living records after a place, in a fixed order; an empty list where there are no more. Their `seq` is ignored. */
export type ReadLiving = (place: Pick<RebuildPlace, "resource" | "after">, limit: number) => readonly Entry[];

interface RebuildOptions {
  readonly directory: D1Database;
  readonly tenant: string;
  readonly read: ReadLiving;
  /** All living members, as they are when it is called. */
  readonly members: () => readonly Omit<Membership, "seq">[];
  /** Batches after which it pauses. */
  readonly batches: number;
}

const BATCH = 500;

/**
 * Goes on from `place`.
 * Records that change meanwhile need no care: their changes carry a later position and win, whichever comes first.
 * @returns the place to go on from after a pause, or null when all is done and entries of records that are gone are removed.
 */
export async function rebuildTenant(options: RebuildOptions, place: RebuildPlace): Promise<RebuildPlace | null> {
  const { directory, tenant, read, members, batches } = options;
  let at = place;
  for (let batch = 0; ; batch += 1) {
    if (batch === batches) return at;
    const found = read(at, BATCH);
    const last = found.at(-1);
    if (!last) break;
    const entries = found.map((entry) => ({ ...entry, seq: at.seq }));
    await rebuildEntries(directory, tenant, entries);
    at = { seq: at.seq, resource: last.resource, after: last.recordId };
  }
  await removeOlderEntries(directory, tenant, place.seq);
  await rebuildMemberships(directory, tenant, members(), place.seq);
  return null;
}
