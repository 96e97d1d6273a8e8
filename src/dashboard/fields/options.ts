/** What may be chosen in a field. */
import type { Fields } from "../../client/resource-types.ts";
import type { FieldDescription, ResourceDescription } from "../../protocol/description.ts";
import { labelOf } from "../texts/names.ts";
import { isOwn } from "./shown-field.ts";

/**
 * The words that a field may get: of a status machine those that may follow the stored one, and that one itself.
 * @param stored the record as it is; null for a new one
 */
export function nextOptions(
  { transitions }: Pick<ResourceDescription, "transitions">,
  field: Pick<FieldDescription, "name" | "options">,
  stored: Fields | null,
): readonly string[] {
  const all = field.options ?? [];
  if (transitions?.field !== field.name) return all;
  if (!stored) return all.filter((word) => transitions.start.includes(word));
  const now = String(stored[field.name]);
  const next = transitions.next[now];
  return next ? all.filter((word) => word === now || next.includes(word)) : all;
}

/** A word for people: `checked-in` as "Checked in". Words of a tenant are its own. */
export function optionLabel(field: Pick<FieldDescription, "name">, word: string): string {
  return isOwn(field) ? word : labelOf(word);
}
