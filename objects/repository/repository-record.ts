/** The record of the repository itself, and the row of today's stars that comes with it. */
import type { Json, RecordData } from "../../src/resources/define.ts";
import { SYSTEM_FIELDS } from "../../src/resources/fields.ts";
import type { Writer } from "../records/writer.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { hideFromOthers } from "./followers.ts";
import { noteFormerName, noteName } from "./names.ts";
import { isTied, replaces, type Source } from "./newer.ts";
import { showStream } from "./stream-record.ts";
import { isGone } from "./sync-state.ts";

/** What GitHub sent of it, as objects/github/mapping.ts reads it; or the record itself. */
export type RepositoryValues = Readonly<Record<string, Json>>;

export type RepositoryState = "active" | "archived" | "missing" | "blocked" | "refused";

const MOST_FORMER_NAMES = 100;

function idOf({ githubId }: RepositoryContext): string {
  return `repo_${githubId}`;
}

/**
 * Brings the record to what GitHub sent, where that is newer; makes it where there is none. A repository that GitHub shows is not gone.
 * @param credential the one that was shown it; null where nobody asked.
 */
export function putRepository(
  context: RepositoryContext,
  writer: Writer,
  sent: RepositoryValues,
  source: Source,
  now: number,
  credential: string | null = null,
): void {
  const resource = resourceNamed(context, "repository");
  const before = context.store.get(resource, idOf(context));
  const values = { ...githubValues(sent), ...ownValues(before, sent, now) };
  if (!before) writer.createTrusted(resource, values, idOf(context));
  else if (replaces(before, values, source)) writer.updateTrusted(resource, before, values);
  else return;
  if (before?.visibility === "public" && sent.visibility !== "public") hideFromOthers(context.database.sql, credential);
  noteName(context.database.sql, String(sent.owner), String(sent.name), now);
  countStars(context, writer, Number(sent.stars), now);
}

/**
 * Brings the record to what a delivery tells, where that is newer. Whether a repository that is gone is there again is for GitHub's answers
 * to say. Returns whether only GitHub knows what holds.
 * @param renamedFrom the name it had until this delivery; null where it keeps its name.
 */
export function tellRepository(
  context: RepositoryContext,
  writer: Writer,
  { watchers, ...sent }: RepositoryValues,
  renamedFrom: string | null,
  now: number,
): boolean {
  const resource = resourceNamed(context, "repository");
  const before = context.store.get(resource, idOf(context));
  // Older servers leave topics out: states with other fields than the record cannot be put in one order with it.
  if (!before || sent.topics === undefined) return true;
  const newer = replaces(before, sent, "webhook");
  const today = String((newer ? sent : before).fullName);
  const names = [...namesOf(before), before.fullName, renamedFrom, sent.fullName].map((name) => name ?? today);
  const formerNames = [...new Set(names)].filter((name) => name !== today);
  const { state, stateSince } = stateOf(before, sent, now);
  const own = { formerNames: formerNames.slice(-MOST_FORMER_NAMES), ...(isGone(before) ? {} : { state, stateSince }) };
  writer.updateTrusted(resource, before, newer ? { ...sent, ...own } : { formerNames: own.formerNames });
  if (newer) {
    if (before.visibility === "public" && sent.visibility !== "public") hideFromOthers(context.database.sql, null);
    noteName(context.database.sql, String(sent.owner), String(sent.name), now);
    countStars(context, writer, Number(sent.stars), now);
  }
  for (const name of formerNames) noteFormerName(context.database.sql, String(name), now);
  return isTied(before, sent);
}

/** The repository is gone, or was found to be there again. */
export function setState(context: RepositoryContext, writer: Writer, state: RepositoryState, now: number): void {
  const resource = resourceNamed(context, "repository");
  const before = context.store.get(resource, idOf(context));
  if (!before || before.state === state) return;
  writer.updateTrusted(resource, before, { state, stateSince: new Date(now).toISOString() });
}

/** Whether today's stars are still to be counted. */
export function isFirstOfDay(context: RepositoryContext, now: number): boolean {
  return context.store.get(resourceNamed(context, "stars"), `day_${dayOf(now)}`) === null;
}

/** Without what is Croft's: a record given back to itself brings its system fields along. */
function githubValues(sent: RepositoryValues): Record<string, Json> {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !SYSTEM_FIELDS.some((field) => field === name)));
}

/** What Croft says of it: the names it had, and its state. */
function ownValues(
  before: RecordData | null,
  sent: RepositoryValues,
  now: number,
): Record<"state" | "stateSince" | "formerNames", Json> {
  const former = namesOf(before);
  const last = before?.fullName ?? null;
  const renamed = last !== null && last !== sent.fullName;
  const names = renamed ? [...former.filter((name) => name !== last), last] : former;
  return {
    ...stateOf(before, sent, now),
    formerNames: names.filter((name) => name !== sent.fullName).slice(-MOST_FORMER_NAMES),
  };
}

function stateOf(before: RecordData | null, sent: RepositoryValues, now: number): { state: Json; stateSince: Json } {
  const state = sent.isArchived === true ? "archived" : "active";
  const at = new Date(now).toISOString();
  return { state, stateSince: before?.state === state ? (before.stateSince ?? at) : at };
}

function namesOf(before: RecordData | null): readonly Json[] {
  return Array.isArray(before?.formerNames) ? before.formerNames : [];
}

/** A row a day. GitHub's own history, where it gave one, already says how many came that day. */
function countStars(context: RepositoryContext, writer: Writer, total: number, now: number): void {
  const resource = resourceNamed(context, "stars");
  const day = dayOf(now);
  const before = context.store.get(resource, `day_${day}`);
  if (before) {
    const start = Number(before.total ?? total) - Number(before.gained ?? 0);
    if (before.total !== total) writer.updateTrusted(resource, before, { total, gained: total - start });
    return;
  }
  const last = lastTotal(context, day);
  writer.createTrusted(
    resource,
    { day, total, gained: last === null ? null : total - last, source: "snapshot" },
    `day_${day}`,
  );
  showStream(context, writer, "stars", context.cursors.stars, { added: 1 }, now);
}

function lastTotal({ database }: RepositoryContext, day: string): number | null {
  const query =
    "SELECT total FROM stars WHERE day < ? AND total IS NOT NULL AND deleted_at IS NULL ORDER BY day DESC LIMIT 1";
  return database.sql.exec<{ total: number }>(query, day).toArray()[0]?.total ?? null;
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
