/** Which cells of a row light up. */
import type { AnyRecord } from "../../client/croft.ts";
import { sameJson, valueAt } from "../../client/field.ts";

/** The names of those fields whose values differ. */
export function changedFields(before: AnyRecord, after: AnyRecord, names: readonly string[]): readonly string[] {
  if (before === after || before.id !== after.id) return [];
  return names.filter((name) => !sameJson(valueAt(before, name) ?? null, valueAt(after, name) ?? null));
}
