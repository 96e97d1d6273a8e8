/** A configuration as data, for clients that are built with it (src/protocol/description.ts). */
import * as z from "zod";
import type { ConfigDescription, FieldDescription, FieldFormat, ResourceDescription } from "../protocol/description.ts";
import type { Config } from "./config.ts";
import type { Resource } from "./define.ts";
import { type Field, SYSTEM_FIELDS } from "./fields.ts";
import { repositoryResources } from "./github/repository-resources.ts";
import { hints } from "./values.ts";

/** Describes the application and what repositories hold. The result is JSON: nothing in it is undefined. */
export function describeConfig({ name, roles, plans, resources }: Config): ConfigDescription {
  return {
    name,
    roles,
    plans: Object.keys(plans),
    resources: resources.map(describeResource),
    repositoryResources: repositoryResources.map(describeResource),
  };
}

function describeResource(resource: Resource): ResourceDescription {
  const { name, description, idPrefix, title, sort, relations, access, ownRows, transitions, singleton } = resource;
  const bodies = bodiesOf(resource);
  return {
    name,
    description,
    idPrefix,
    title,
    fields: [...resource.fields.values()].map((field) => describeField(resource, field, bodies)),
    searchable: resource.search.length > 0,
    sort: sort && `${sort.descending ? "-" : ""}${sort.path}`,
    relations,
    unique: resource.unique.map(({ field }) => field),
    access,
    ownRows,
    transitions,
    singleton,
    versioned: resource.systemColumns,
    view: resource.view?.of ?? null,
  };
}

/** What create and update take; the shape of create tells of values that nobody may send, too. */
interface Bodies {
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  readonly create: z.core.JSONSchema.BaseSchema;
  readonly update: ReadonlySet<string>;
}

function bodiesOf({ create, update, access }: Resource): Bodies {
  return {
    shape: create instanceof z.ZodObject ? create.shape : {},
    create: z.toJSONSchema(create, { io: "input", unrepresentable: "any" }),
    update: new Set(update instanceof z.ZodObject && access.update !== null ? Object.keys(update.shape) : []),
  };
}

function describeField(resource: Resource, field: Field, bodies: Bodies): FieldDescription {
  const { name, kind, filterable } = field;
  const whole = withoutNull(bodies.create.properties?.[name]);
  const value = kind === "list" ? withoutNull(one(whole.items)) : whole;
  const hint = hintOf(bodies.shape[name], kind === "list");
  return {
    name,
    kind,
    // A generated id is not declared NOT NULL, and still every record has one.
    nullable: field.nullable && name !== "id",
    filterable,
    system: SYSTEM_FIELDS.some((system) => system === name),
    onCreate: onCreate(resource, name, bodies),
    onUpdate: bodies.update.has(name),
    options: value.enum?.filter((word) => typeof word === "string") ?? null,
    format: formatOf(resource, field, hint?.format ?? value.format),
    reference: Object.values(resource.relations).find(isOf(name))?.resource ?? null,
    maxLength: value.maxLength ?? null,
    minimum: bound(value.minimum ?? value.exclusiveMinimum),
    maximum: bound(value.maximum),
    multiline: hint?.multiline ?? false,
    default: resource.defaults[name] ?? null,
  };
}

function onCreate({ access }: Resource, name: string, { shape, create }: Bodies): FieldDescription["onCreate"] {
  if (access.create === null || !Object.hasOwn(shape, name)) return "never";
  return create.required?.includes(name) ? "required" : "optional";
}

const FORMATS: ReadonlyMap<string | undefined, FieldFormat> = new Map<string, FieldFormat>([
  ["email", "email"],
  ["uri", "url"],
  ["date", "date"],
  ["date-time", "date-time"],
  ["phone", "phone"],
  ["currency", "currency"],
  ["money", "money"],
]);

function formatOf(resource: Resource, { kind }: Field, said: string | undefined): FieldFormat | null {
  // Columns that Croft writes have no schema of a body.
  if (kind === "date") return "date-time";
  const format = FORMATS.get(said) ?? null;
  return format === "money" && !resource.fields.has("currency") ? null : format;
}

function isOf(name: string) {
  return ({ kind, field }: Resource["relations"][string]) => kind !== "many" && field === name;
}

/** What `.optional()` and `.nullable()` wrap, and of a list its entries, is what carries the hint. */
function hintOf(type: z.core.$ZodType | undefined, isList: boolean) {
  if (type instanceof z.ZodOptional || type instanceof z.ZodNullable) return hintOf(type.unwrap(), isList);
  if (isList && type instanceof z.ZodArray) return hintOf(type.element, false);
  return type && hints.get(type);
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function withoutNull(schema: z.core.JSONSchema._JSONSchema | undefined): JsonSchema {
  if (typeof schema !== "object") return {};
  const inner = schema.anyOf?.find((option) => typeof option === "object" && option.type !== "null");
  return typeof inner === "object" ? inner : schema;
}

function one(items: JsonSchema["items"]): z.core.JSONSchema._JSONSchema | undefined {
  return Array.isArray(items) ? items[0] : items;
}

/** Null where it says no more than that a double holds the integer exactly. */
function bound(value: number | boolean | undefined): number | null {
  return typeof value !== "number" || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;
}
