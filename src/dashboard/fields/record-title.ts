/** The line that stands for a record, which is never empty. */
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { fieldsNamed, titleOf } from "../../protocol/title.ts";
import { singularOf } from "../texts/names.ts";

/** The title by the resource's templates; "A lead without a name" of a record that fills none. */
export function recordTitle({ name, title }: Pick<ResourceDescription, "name" | "title">, record: Fields): string {
  const singular = singularOf(name);
  return titleOf(title, record).trim() || `${singular.charAt(0).toUpperCase()}${singular.slice(1)} without a name`;
}

/** Whether a title is made of other records, whose ids alone stand in this one. */
export function namesOthers({ title, fields }: ResourceDescription): boolean {
  const named = new Set(title.flatMap(fieldsNamed));
  return fields.some(({ name, reference }) => reference !== null && named.has(name));
}
