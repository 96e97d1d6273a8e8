/** What the parts of one resource must say of each other; the resources of a configuration as a set are checked in config-resources.ts. */
import { fieldsNamed } from "../protocol/title.ts";
import type { Resource } from "./define.ts";
import { SYSTEM_FIELDS } from "./fields.ts";

/** @throws Error that names the resource and says what to change. */
export function refuseContradictions(resource: Resource, bodyFields: readonly string[]): void {
  const refuse = (sentence: string): never => {
    throw new Error(`Resource "${resource.name}": ${sentence}`);
  };
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(resource.name)) refuse("the name must be kebab-case, 2 to 40 characters.");
  if (!/^[a-z]{2,5}$/.test(resource.idPrefix)) refuse("idPrefix must be 2 to 5 lower-case letters.");
  // 100 columns a table is the platform's limit (platform.md 1.1).
  if (resource.fields.size > 100) refuse("a table may have at most 100 columns.");
  for (const name of bodyFields) {
    if (!resource.fields.has(name)) refuse(`"fields" names "${name}", but the table has no such column.`);
    if (SYSTEM_FIELDS.includes(name as (typeof SYSTEM_FIELDS)[number]))
      refuse(`"${name}" is a system field; remove it from "fields".`);
  }
  for (const name of [...resource.search, ...resource.immutable, ...resource.unique.map((rule) => rule.field)]) {
    if (!resource.fields.has(name))
      refuse(`"search", "immutable" or "unique" names "${name}", but the table has no such column.`);
  }
  const titleFlaw = flawOfTitle(resource);
  if (titleFlaw) refuse(titleFlaw);
  for (const [name, relation] of Object.entries(resource.relations)) {
    if (relation.kind !== "many" && !resource.fields.has(relation.field))
      refuse(`relation "${name}" uses the missing field "${relation.field}".`);
    if (resource.fields.has(name)) refuse(`relation "${name}" has the name of a field.`);
  }
  if (resource.sort && !resource.fields.has(resource.sort.path))
    refuse(`"sort" uses the missing field "${resource.sort.path}".`);
  if (resource.transitions && !resource.fields.has(resource.transitions.field))
    refuse(`"transitions" uses the missing field "${resource.transitions.field}".`);
}

function flawOfTitle({ title, fields }: Resource): string | null {
  if (title.length === 0) return '"title" is empty; give at least one template, such as "{id}".';
  for (const template of title) {
    const names = fieldsNamed(template);
    if (names.length === 0) return `"title" has "${template}", which names no field; name one, such as "{id}".`;
    const missing = names.find((name) => !fields.has(name));
    if (missing !== undefined) return `"title" names "${missing}", but the table has no such column.`;
  }
  return null;
}
