/** Where somebody was last, in each tenant: kept in this browser. */
import * as z from "zod/mini";

const visitSchema = z.union([
  z.object({ kind: z.literal("record"), resource: z.string(), id: z.string() }),
  z.object({ kind: z.literal("repository"), owner: z.string(), name: z.string() }),
]);
/** A record or a repository that was looked at. */
export type Visit = z.infer<typeof visitSchema>;

const MOST = 6;
const PLACE = "croft.recent.";

/** The newest first. */
export function recentVisits(tenant: string): readonly Visit[] {
  return visitsIn(localStorage.getItem(PLACE + tenant));
}

export function keepVisit(tenant: string, visit: Visit): void {
  localStorage.setItem(PLACE + tenant, JSON.stringify(withVisit(recentVisits(tenant), visit)));
}

/** What is kept as text; nothing where it cannot be read, since an older version may have written it. */
export function visitsIn(text: string | null): readonly Visit[] {
  if (text === null) return [];
  try {
    return z.array(visitSchema).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** The list with a visit at its head, each place once, and no longer than it should be. */
export function withVisit(visits: readonly Visit[], visit: Visit): readonly Visit[] {
  const place = JSON.stringify(visit);
  return [visit, ...visits.filter((each) => JSON.stringify(each) !== place)].slice(0, MOST);
}

/** The visit that an address is, by its parts; null for other pages. */
export function visitOf(parts: {
  readonly resource?: string | undefined;
  readonly id?: string | undefined;
  readonly owner?: string | undefined;
  readonly name?: string | undefined;
}): Visit | null {
  const { resource, id, owner, name } = parts;
  if (resource !== undefined && id !== undefined) return { kind: "record", resource, id };
  return owner !== undefined && name !== undefined ? { kind: "repository", owner, name } : null;
}
