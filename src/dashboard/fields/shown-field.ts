/** The fields of a resource as people see them: those of its definition, and those that the tenant defined itself. */
import * as z from "zod/mini";
import { valueAt as valueInRow } from "../../client/field.ts";
import type { Fields, Json } from "../../client/resource-types.ts";
import type { FieldDescription, ResourceDescription } from "../../protocol/description.ts";
import { labelOf } from "../texts/names.ts";

/** A field with its name for people. One of the tenant's own is called `custom.tier`, as filters and sorts name it. */
export interface ShownField extends FieldDescription {
  readonly label: string;
}

const definitionSchema = z.object({
  type: z.enum(["text", "integer", "number", "boolean", "date", "select"]),
  label: z.optional(z.string()),
  options: z.optional(z.array(z.string())),
  required: z.optional(z.boolean()),
});
type Definition = z.infer<typeof definitionSchema>;

const settingsSchema = z.object({ customFields: z.record(z.string(), z.record(z.string(), definitionSchema)) });

const OWN = "custom.";

/**
 * In the order in which forms and pages have them: the resource's own, the tenant's, and last those that Croft writes.
 * @param settings the record of account-config; null while it is not known
 */
export function shownFields(resource: ResourceDescription, settings: Fields | null): readonly ShownField[] {
  const known = resource.fields
    .filter(({ name }) => name !== "custom")
    .map((field) => ({ ...field, label: labelOf(field.name) }));
  const custom = resource.fields.find(({ name }) => name === "custom");
  const own = custom ? ownFields(custom, definitionsFor(resource, settings)) : [];
  return [...known.filter(({ system }) => !system), ...own, ...known.filter(({ system }) => system)];
}

function definitionsFor(
  { name, view }: ResourceDescription,
  settings: Fields | null,
): Readonly<Record<string, Definition>> {
  const parsed = settingsSchema.safeParse(settings);
  return (parsed.success && parsed.data.customFields[view ?? name]) || {};
}

function ownFields(custom: FieldDescription, definitions: Readonly<Record<string, Definition>>): ShownField[] {
  return Object.entries(definitions).map(([name, { type, label, options, required = false }]) => ({
    name: `${OWN}${name}`,
    label: label ?? labelOf(name),
    kind: type === "select" ? "text" : type,
    nullable: !required,
    filterable: true,
    system: false,
    onCreate: custom.onCreate === "never" ? "never" : required ? "required" : "optional",
    onUpdate: custom.onUpdate,
    options: options ?? null,
    format: type === "date" ? "date-time" : null,
    reference: null,
    maxLength: type === "text" ? 10_000 : null,
    minimum: null,
    maximum: null,
    multiline: false,
    default: null,
  }));
}

/** Whether the tenant defined it. */
export function isOwn(field: Pick<FieldDescription, "name">): boolean {
  return field.name.startsWith(OWN);
}

/** The value of a field, `custom.tier` included; null where there is none. */
export function valueAt(record: Fields, name: string): Json {
  return valueInRow(record, name) ?? null;
}

/** Whether a value says nothing. */
export function isEmpty(value: Json): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** What update and create take, from values by the name of the field: `custom.tier` stands below `custom`. */
export function bodyOf(values: Fields): Fields {
  const body: Record<string, Json> = {};
  const custom: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith(OWN)) custom[name.slice(OWN.length)] = value;
    else body[name] = value;
  }
  return Object.keys(custom).length > 0 ? { ...body, custom } : body;
}

/** Whether a form for this offers the field. */
export function isFilledIn(field: FieldDescription, what: "create" | "update"): boolean {
  return what === "create" ? field.onCreate !== "never" : field.onUpdate;
}
