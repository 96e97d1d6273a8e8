/** What an entry of a record's history changed. */
import type { Fields, Json } from "../../client/resource-types.ts";
import { isEmpty, type ShownField, valueAt } from "../fields/shown-field.ts";

export interface ChangedField {
  readonly field: ShownField;
  readonly before: Json;
  readonly after: Json;
}

/** Changed by every write, and said elsewhere in the entry. */
const ALWAYS = new Set(["id", "version", "updatedAt", "createdAt", "createdBy", "deletedAt"]);

/** The fields whose values differ, in their order; of a new record those that have a value. */
export function changedFields(
  fields: readonly ShownField[],
  before: Fields | null,
  after: Fields | null,
): ChangedField[] {
  return fields
    .filter(({ name }) => !ALWAYS.has(name))
    .map((field) => ({
      field,
      before: before && valueAt(before, field.name),
      after: after && valueAt(after, field.name),
    }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
    .filter((change) => before !== null || !isEmpty(change.after));
}

/** Whether a field can be given back the value it had before: it is another one now, and may be written. */
export function mayGoBack(change: ChangedField, current: Fields | null): boolean {
  if (!current || current.deletedAt || !change.field.onUpdate) return false;
  if (change.before === null && !change.field.nullable) return false;
  return JSON.stringify(valueAt(current, change.field.name)) !== JSON.stringify(change.before);
}
