/** Every name under which the repository was seen, and since when: old ones lead here for as long as nobody else bears them. */
import * as z from "zod";
import type { Sql } from "../records/database.ts";
import { readMeta, writeMeta } from "../records/meta.ts";

export interface KnownName {
  readonly owner: string;
  readonly name: string;
  /** When the repository was first seen under it, the last time that it took it. */
  readonly since: string;
}

const KEY = "repository.names";
const MOST_NAMES = 100;
const namesSchema = z.array(z.object({ owner: z.string(), name: z.string(), since: z.string() }));

/** Oldest first; the last one is today's. */
export function readNames(sql: Sql): readonly KnownName[] {
  const kept = readMeta(sql, KEY);
  return kept === null ? [] : namesSchema.parse(JSON.parse(kept));
}

/** Notes the name of today. Nothing is written where it is known. Returns whether it is new. */
export function noteName(sql: Sql, owner: string, name: string, now: number): boolean {
  const names = readNames(sql);
  const last = names.at(-1);
  if (last?.owner === owner && last.name === name) return false;
  const others = names.filter((known) => known.owner !== owner || known.name !== name);
  keepNames(sql, [...others, { owner, name, since: new Date(now).toISOString() }]);
  return true;
}

/** Notes a name that is today's no more, `owner/name`. Nothing is written where it is known. */
export function noteFormerName(sql: Sql, fullName: string, now: number): void {
  const [owner = "", name = ""] = fullName.split("/");
  const names = readNames(sql);
  if (names.some((known) => known.owner === owner && known.name === name)) return;
  keepNames(sql, [...names.slice(0, -1), { owner, name, since: new Date(now).toISOString() }, ...names.slice(-1)]);
}

function keepNames(sql: Sql, names: readonly KnownName[]): void {
  writeMeta(sql, KEY, JSON.stringify(names.slice(-MOST_NAMES)));
}
