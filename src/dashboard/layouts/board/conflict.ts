/** What somebody else changed, where that stood in the way of a move. */
import type { ChangeEntry } from "../../../client/croft.ts";
import { sameJson } from "../../../client/field.ts";

/** Changed by every write. */
const ALWAYS = new Set(["version", "updatedAt"]);

/** The fields that a change gave another value, in the record's order. */
export function changedFields({ before, after }: Pick<ChangeEntry, "before" | "after">): readonly string[] {
  if (!after) return [];
  return Object.keys(after).filter((name) => !ALWAYS.has(name) && !sameJson(after[name], before?.[name]));
}
