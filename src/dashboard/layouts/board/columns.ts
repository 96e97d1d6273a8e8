/** The columns of a board, and from which a card may go to which. */
import type { FieldDescription, ResourceDescription } from "../../../protocol/description.ts";

/** One column. The key is the value, or "" for records without one: no option is empty. */
export interface Column {
  readonly key: string;
  readonly value: string | null;
}

/** The options in their order; before them those without a value, where a record may have none. */
export function columnsOf(field: FieldDescription): readonly Column[] {
  const options = (field.options ?? []).map((value) => ({ key: value, value }));
  return field.nullable ? [{ key: "", value: null }, ...options] : options;
}

/** The keys of the columns that a card of this column may go to; its own is not among them. */
export function movesFrom(resource: ResourceDescription, field: FieldDescription, from: string): ReadonlySet<string> {
  if (!field.onUpdate) return new Set();
  const machine = resource.transitions?.field === field.name ? resource.transitions : null;
  const others = columnsOf(field).flatMap(({ key }) => (key === from ? [] : [key]));
  const next = machine && from !== "" ? new Set(machine.next[from]) : null;
  return new Set(next ? others.filter((key) => next.has(key)) : others);
}

/** Whether a record may be made in a column. */
export function mayStartIn(resource: ResourceDescription, field: FieldDescription, key: string): boolean {
  if (field.onCreate === "never") return false;
  return resource.transitions?.field !== field.name || resource.transitions.start.includes(key);
}
