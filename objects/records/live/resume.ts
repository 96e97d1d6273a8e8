/** How a subscription goes on from a position its client holds. */
import { AppError } from "../../../src/protocol/errors.ts";
import type { Reset } from "../../../src/protocol/live-down.ts";
import type { RecordData, Resource } from "../../../src/resources/define.ts";
import { keptAs } from "../../../src/resources/view.ts";
import { columnList, recordOf } from "../codec.ts";
import type { SqlRow } from "../database.ts";
import type { Store } from "../store.ts";
import { foldChanges, type Touched } from "./fold.ts";
import type { Group } from "./group.ts";
import type { Marks } from "./marks.ts";
import { usesCustomFields } from "./spec.ts";
import type { Texts } from "./texts.ts";

/** Entries of the whole log that are looked through for one resume, and entries of the resource that are worked in. */
const MOST_SCANNED = 20_000;
const MOST_ENTRIES = 5_000;

/** `current`: nothing changed. `change`: the body of one combined change. */
export type Resume =
  | { readonly kind: "snapshot"; readonly reset: Reset }
  | { readonly kind: "current" }
  | { readonly kind: "change"; readonly since: number; readonly body: string };

export interface ResumeParts {
  readonly store: Store;
  readonly marks: Marks;
  readonly texts: Texts;
}

/** What of the subscriber matters: the id of the principal, and whether the query's dates are relative to now. */
export interface Asker {
  readonly principalId: string;
  readonly relative: boolean;
}

/** @throws AppError BAD_REQUEST for a position that the log has not reached. */
export function resume(parts: ResumeParts, group: Group, since: number, asker: Asker): Resume {
  const { seq } = parts.store.log;
  if (since > seq)
    throw new AppError("BAD_REQUEST", {
      message: "since lies in the future of this log.",
      details: [{ field: "since", message: `The newest position is ${seq}.` }],
    });
  const reset = resetBefore(parts, group, since, asker);
  if (reset) return { kind: "snapshot", reset };
  if (since >= group.quietSince) return { kind: "current" };
  return missed(parts, group, since);
}

/** Why the result at `since` cannot be continued, as far as that shows without reading what happened to the records. */
function resetBefore({ store, marks }: ResumeParts, group: Group, since: number, asker: Asker): Reset | null {
  const { seq, historyStart } = store.log;
  if (since < historyStart - 1) return "history";
  if (since <= marks.definedAt) return "role";
  const resource = store.resources.get(group.spec.resource);
  if (resource && since <= marks.expiredAt(keptAs(resource))) return "history";
  // The client's dates were fixed when it first asked; those of this query are younger.
  if (group.concern.searched || asker.relative) return "wake";
  if (since === seq) return null;
  if (seq - since > MOST_SCANNED) return "lag";
  const changed = changedActors(store, since);
  if (changed.actors.has(asker.principalId)) return "role";
  return changed.settings && usesCustomFields(group.spec) ? "wake" : null;
}

function missed({ store, texts }: ResumeParts, group: Group, since: number): Resume {
  const name = `since ${since}`;
  const LAG = "lag";
  const body = texts.of(group, name, () => {
    const touched = touchedSince(store, group, since);
    return touched ? (group.view.catchUp(touched) ?? "") : LAG;
  });
  if (body === LAG) return { kind: "snapshot", reset: "lag" };
  return body === "" ? { kind: "current" } : { kind: "change", since, body };
}

/** What happened to the resource's records after `since`; null where that is too much. */
function touchedSince(store: Store, group: Group, since: number): ReadonlyMap<string, Touched> | null {
  const resource = store.resources.get(group.spec.resource);
  if (!resource) return new Map();
  return resource.systemColumns ? loggedSince(store, resource, since) : auditSince(store, resource, since);
}

function loggedSince(store: Store, resource: Resource, since: number): ReadonlyMap<string, Touched> | null {
  const name = keptAs(resource);
  const rows = store.database.sql
    .exec<{ seq: number; record_id: string; before: string | null; after: string | null }>(
      "SELECT seq, record_id, before, after FROM changes WHERE seq > ? AND resource = ? ORDER BY seq LIMIT ?",
      since,
      name,
      MOST_ENTRIES + 1,
    )
    .toArray();
  if (rows.length > MOST_ENTRIES) return null;
  const changes = rows.map((row) => ({
    seq: row.seq,
    resource: name,
    recordId: row.record_id,
    before: parsed(row.before),
    after: parsed(row.after),
  }));
  return foldChanges(changes).get(name) ?? new Map();
}

/** The log's own records are only ever added. */
function auditSince(store: Store, resource: Resource, since: number): ReadonlyMap<string, Touched> | null {
  const rows = store.database.sql
    .exec<SqlRow>(
      `SELECT ${columnList(resource)} FROM "${resource.table}" WHERE seq > ? ORDER BY seq LIMIT ?`,
      since,
      MOST_ENTRIES + 1,
    )
    .toArray();
  if (rows.length > MOST_ENTRIES) return null;
  const touched = rows.map((row): Touched => {
    const after = recordOf(resource, row);
    return { id: after.id, before: null, after, json: "" };
  });
  return new Map(touched.map((record) => [record.id, record]));
}

/** Images in the log were written from records. */
function parsed(image: string | null): RecordData | null {
  return image === null ? null : JSON.parse(image);
}

const RIGHTS_FIELDS = ["role", "resources", "readOnly"];

interface Changed {
  readonly since: number;
  readonly seq: number;
  readonly actors: ReadonlySet<string>;
  readonly settings: boolean;
}

/** The last answer: after a restart thousands of clients come back from one position. */
const answered = new WeakMap<Store, Changed>();

/** Actors whose rights changed after `since`, and whether the tenant's settings did. */
function changedActors(store: Store, since: number): Changed {
  const known = answered.get(store);
  if (known?.since === since && known.seq === store.log.seq) return known;
  const changed = readChangedActors(store, since);
  answered.set(store, changed);
  return changed;
}

function readChangedActors(store: Store, since: number): Changed {
  const rows = store.database.sql
    .exec<{ resource: string; record_id: string; before: string | null; after: string | null }>(
      "SELECT resource, record_id, before, after FROM changes WHERE seq > ? AND resource IN ('api-keys', 'members', 'account-config')",
      since,
    )
    .toArray();
  const actors = new Set<string>();
  for (const row of rows) {
    const before = parsed(row.before);
    const after = parsed(row.after);
    if (row.resource === "account-config" || sameRights(before, after)) continue;
    actors.add(row.record_id);
    for (const image of [before, after]) if (typeof image?.userId === "string") actors.add(image.userId);
  }
  return { since, seq: store.log.seq, actors, settings: rows.some((row) => row.resource === "account-config") };
}

function sameRights(before: RecordData | null, after: RecordData | null): boolean {
  return RIGHTS_FIELDS.every(
    (name) => JSON.stringify(before?.[name] ?? null) === JSON.stringify(after?.[name] ?? null),
  );
}
