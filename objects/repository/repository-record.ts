/** The record of the repository itself, and the row of today's stars that comes with it. */
import type { Json, RecordData } from "../../src/resources/define.ts";
import { SYSTEM_FIELDS } from "../../src/resources/fields.ts";
import type { Writer } from "../records/writer.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { replaces, type Source } from "./landing.ts";
import { noteName } from "./names.ts";

/** What GitHub sent of it, as objects/github/mapping.ts reads it; or the record itself. */
export type RepositoryValues = Readonly<Record<string, Json>>;

export type RepositoryState = "active" | "archived" | "missing" | "blocked" | "refused";

const MOST_FORMER_NAMES = 100;

function idOf({ githubId }: RepositoryContext): string {
  return `repo_${githubId}`;
}

/** Brings the record to what GitHub sent, where that is newer; makes it where there is none. A repository that GitHub shows is not gone. */
export function putRepository(
  context: RepositoryContext,
  writer: Writer,
  sent: RepositoryValues,
  source: Source,
  now: number,
): void {
  const resource = resourceNamed(context, "repository");
  const before = context.store.get(resource, idOf(context));
  const values = { ...githubValues(sent), ...ownValues(before, sent, now) };
  if (!before) writer.createTrusted(resource, values, idOf(context));
  else if (replaces(before, values, source)) writer.updateTrusted(resource, before, values);
  else return;
  noteName(context.database.sql, String(sent.owner), String(sent.name), now);
  countStars(context, writer, Number(sent.stars), now);
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
  const state = sent.isArchived === true ? "archived" : "active";
  const at = new Date(now).toISOString();
  const former = Array.isArray(before?.formerNames) ? before.formerNames : [];
  const last = before?.fullName ?? null;
  const renamed = last !== null && last !== sent.fullName;
  const names = renamed ? [...former.filter((name) => name !== last), last] : former;
  return {
    state,
    stateSince: before?.state === state ? (before.stateSince ?? at) : at,
    formerNames: names.filter((name) => name !== sent.fullName).slice(-MOST_FORMER_NAMES),
  };
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
}

function lastTotal({ database }: RepositoryContext, day: string): number | null {
  const query =
    "SELECT total FROM stars WHERE day < ? AND total IS NOT NULL AND deleted_at IS NULL ORDER BY day DESC LIMIT 1";
  return database.sql.exec<{ total: number }>(query, day).toArray()[0]?.total ?? null;
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
