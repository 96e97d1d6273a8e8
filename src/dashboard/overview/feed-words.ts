/** The words of the feed. */
import type { Actor } from "../fields/actors.ts";
import { labelOf, singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/overview.ts";
import type { Entry } from "./changes.ts";

/** Names of people and of keys by their ids. */
export type Names = ReadonlyMap<string, string>;

/** @param me the reader's own id */
export function actorName({ kind, id }: Actor, names: Names, me: string): string {
  if (id === me) return TEXTS.you;
  const name = names.get(id);
  if (kind === "system") return TEXTS.croftItself;
  if (kind === "operator") return TEXTS.operator;
  if (kind === "key") return name ? TEXTS.key(name) : TEXTS.someKey;
  return name ?? TEXTS.formerMember;
}

/** "lead", or "60 leads" of changes that were made together. @param isCut whether there may be more of them than are known */
export function thingText({ resource, count }: Pick<Entry, "resource" | "count">, isCut = false): string {
  if (count === 1) return TEXTS.things[resource] ?? TEXTS.the(singularOf(resource));
  return `${count}${isCut ? "+" : ""} ${TEXTS.many[resource] ?? labelOf(resource).toLowerCase()}`;
}

/** What was done: "made", "followed". */
export function deedText({ resource, action }: Pick<Entry, "resource" | "action">): string {
  return TEXTS.didTo[resource]?.[action] ?? TEXTS.did[action];
}

/** The first fields of an update, and how many more there are. */
export function fieldsText(fields: readonly string[], most = 2): string {
  const said = fields.slice(0, most).join(", ");
  const more = fields.length - most;
  return more > 0 ? TEXTS.andMore(said, more) : said;
}
