/** What a filter of a resource may ask: its own fields, the tenant's, and those of records one relation away. */
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ValueKind } from "../../protocol/filter.ts";
import { type ShownField, shownFields } from "../fields/shown-field.ts";
import { labelOf } from "../texts/names.ts";

export interface AskableField {
  /** As filters name it: `stage`, `custom.tier`, `account.size`. */
  readonly path: string;
  /** "Stage", "Account · Size". */
  readonly label: string;
  /** The relation that it stands behind, for people; null for the resource's own. */
  readonly group: string | null;
  readonly field: ShownField;
  readonly kind: ValueKind;
  /** Whose field it is. */
  readonly resource: ResourceDescription;
}

/** @param named looks a resource up @param mayRead whether the caller sees records of a resource */
export function askableFields(
  resource: ResourceDescription,
  fields: readonly ShownField[],
  named: (name: string) => ResourceDescription | undefined,
  mayRead: (resource: ResourceDescription) => boolean,
): readonly AskableField[] {
  const own = fields.flatMap((field) => askable(field, resource, null, ""));
  const related = Object.entries(resource.relations).flatMap(([relation, { resource: name }]) => {
    const other = named(name);
    if (!other || !mayRead(other)) return [];
    return shownFields(other, null).flatMap((field) => askable(field, other, labelOf(relation), `${relation}.`));
  });
  return [...own, ...related];
}

function askable(
  field: ShownField,
  resource: ResourceDescription,
  group: string | null,
  prefix: string,
): readonly AskableField[] {
  const { kind } = field;
  if (!field.filterable || kind === "json") return [];
  const label = group === null ? field.label : `${group} · ${field.label}`;
  return [{ path: `${prefix}${field.name}`, label, group, field, kind, resource }];
}
