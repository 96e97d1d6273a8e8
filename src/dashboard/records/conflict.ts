/** Two versions of a record, field by field: what somebody wanted to store here, and what was stored meanwhile. */
import type { AnyRecord, Fields, Json } from "../../client/croft.ts";
import { sameJson, valueAt } from "../../client/field.ts";

/** A field in which the two differ. */
export interface Difference {
  readonly name: string;
  readonly base: Json;
  readonly mine: Json;
  readonly theirs: Json;
  /** `both` changed it; `mine`: only here; `theirs`: only there. */
  readonly changedBy: "both" | "mine" | "theirs";
}

export type Side = "mine" | "theirs";

/** Fields that Croft writes at every change. */
const WRITTEN = new Set(["updatedAt", "version", "custom"]);

/**
 * The fields in which the versions differ, those that were changed on both sides first.
 * @param base the record as it was when editing began; null where that is not known: then every difference is of both
 * @param mine the values to be stored, by field name, `custom.tier` included
 */
export function differences(base: AnyRecord | null, mine: Fields, theirs: AnyRecord): readonly Difference[] {
  const names = new Set([...Object.keys(mine), ...(base ? namesOf(theirs).filter((name) => !WRITTEN.has(name)) : [])]);
  return [...names]
    .map((name) => difference(name, base, mine, theirs))
    .filter((each) => each !== null)
    .sort((a, b) => RANK[a.changedBy] - RANK[b.changedBy]);
}

const RANK = { both: 0, mine: 1, theirs: 2 } as const;

function difference(name: string, base: AnyRecord | null, mine: Fields, theirs: AnyRecord): Difference | null {
  const stored = valueAt(theirs, name) ?? null;
  const before = base ? (valueAt(base, name) ?? null) : stored;
  const wanted = mine[name];
  const theyChanged = base === null || !sameJson(before, stored);
  if (wanted === undefined)
    return theyChanged ? { name, base: before, mine: before, theirs: stored, changedBy: "theirs" } : null;
  if (sameJson(wanted, stored)) return null;
  return { name, base: before, mine: wanted, theirs: stored, changedBy: theyChanged ? "both" : "mine" };
}

/**
 * What is chosen at first, and by whoever keeps all of their own changes: what they did not change stays as it is stored.
 */
export function firstChoice(differing: readonly Difference[]): Readonly<Record<string, Side>> {
  return Object.fromEntries(differing.map(({ name, changedBy }) => [name, changedBy === "theirs" ? "theirs" : "mine"]));
}

/** Everything as it is stored. */
export function allStored(differing: readonly Difference[]): Readonly<Record<string, Side>> {
  return Object.fromEntries(differing.map(({ name }) => [name, "theirs"]));
}

/** The values to be stored over the other version. */
export function chosen(differing: readonly Difference[], choice: Readonly<Record<string, Side>>): Fields {
  return Object.fromEntries(
    differing.filter(({ name }) => choice[name] === "mine").map(({ name, mine }) => [name, mine]),
  );
}

function namesOf(record: AnyRecord): readonly string[] {
  const custom = record.custom;
  const own = typeof custom === "object" && custom !== null && !Array.isArray(custom) ? Object.keys(custom) : [];
  return [...Object.keys(record), ...own.map((name) => `custom.${name}`)];
}
