/** What a change of a record changed, field by field. */
import type { AuditEntry } from "../rows.ts";

type Snapshot = AuditEntry["before"];
type Value = NonNullable<Snapshot>[string];

export interface ChangedField {
  readonly name: string;
  /** As text; null for nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** They change with every write, and tell nothing that the entry does not. */
const ALWAYS = new Set(["updatedAt", "version"]);
/** The entry names them itself. */
const OF_ENTRY = new Set(["id", "createdAt", "createdBy", "deletedAt"]);

/** Fields whose value is another than before, in the order of the record; of a new or a gone record those that hold something. */
export function changedFields(before: Snapshot, after: Snapshot): readonly ChangedField[] {
  const whole = before === null || after === null;
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .filter((name) => !ALWAYS.has(name) && !(whole && OF_ENTRY.has(name)))
    .flatMap((name) => partsOf(name, before?.[name], after?.[name]))
    .map(([name, from, to]) => ({ name, before: textOf(from), after: textOf(to) }))
    .filter((field) => field.before !== field.after);
}

/** A tenant's own fields stand one by one: `custom.tier`. */
function partsOf(
  name: string,
  before: Value | undefined,
  after: Value | undefined,
): [string, Value | undefined, Value | undefined][] {
  if (name !== "custom") return [[name, before, after]];
  const [from, to] = [objectOf(before), objectOf(after)];
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].map((key) => [`${name}.${key}`, from[key], to[key]]);
}

function objectOf(value: Value | undefined): Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: Value | undefined): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length === 0) return null;
  if (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0) return null;
  return Array.isArray(value) && value.every((each) => typeof each === "string")
    ? value.join(", ")
    : JSON.stringify(value);
}
