/** Schemas of a resource's records and bodies, from its definition. */
import type { Resource } from "../resources/define.ts";
import type { Field, FieldKind } from "../resources/fields.ts";
import { isPart, JSON_VALUE, list, type Part, propertiesOf, ref, schemaOf } from "./json-schema.ts";

/** `phone-numbers` as `PhoneNumbers`. */
export function typeName(resource: Pick<Resource, "name">): string {
  return resource.name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `phone-numbers` as `phoneNumbers`: how operation ids begin. */
export function camelName(resource: Pick<Resource, "name">): string {
  const name = typeName(resource);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function recordSchema(resource: Resource): Part {
  return ref("schemas", `${typeName(resource)}Record`);
}

/** What a read shows: a record, or with `fields` a part of one. */
export function shownSchema(resource: Resource): Part {
  return { anyOf: [recordSchema(resource), ref("schemas", `${typeName(resource)}Part`)] };
}

/** The components of one resource, by name. Bodies only where somebody may send them. */
export function resourceSchemas(resource: Resource): Part {
  const type = typeName(resource);
  const properties = { ...fieldProperties(resource), ...relationProperties(resource) };
  return {
    [`${type}Record`]: {
      type: "object",
      description: `${resource.description} Relations stand in it where \`expand\` names them.`,
      properties,
      required: [...resource.fields.keys()],
    },
    [`${type}Part`]: {
      type: "object",
      description: `The fields of a record of ${resource.name} that \`fields\` names.`,
      properties,
      minProperties: 1,
    },
    ...(resource.access.create === null && resource.access.update === null
      ? {}
      : { [`${type}Create`]: withDefaults(resource) }),
    ...(resource.access.update === null ? {} : { [`${type}Update`]: schemaOf(resource.update) }),
  };
}

/** The body of a create, with the values of what is left out. */
function withDefaults(resource: Resource): Part {
  const schema = schemaOf(resource.create);
  const properties = Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const value = resource.defaults[name];
    return [name, value === undefined || value === null ? property : { ...property, default: value }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** A schema without its null: what `.nullable()` wrapped. */
export function withoutNull(schema: Part): Part {
  const inner = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isPart) : [];
  return inner.find((option) => option.type !== "null") ?? schema;
}

function fieldProperties(resource: Resource): Part {
  const given = propertiesOf(schemaOf(resource.create));
  return Object.fromEntries(
    [...resource.fields.values()].map((field) => [
      field.name,
      fieldSchema(field, withoutNull(given[field.name] ?? {})),
    ]),
  );
}

const TYPES: Readonly<Record<Exclude<FieldKind, "json">, Part>> = {
  text: { type: "string" },
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date-time" },
  list: { type: "array", items: { type: "string" } },
};

/** A field as records show it: its kind, and of the body's schema what holds of a stored value too. */
function fieldSchema(field: Field, given: Part): Part {
  if (field.name === "custom") return { type: "object", additionalProperties: JSON_VALUE };
  if (field.kind === "json") return JSON_VALUE;
  const { enum: words, format, examples } = field.kind === "text" ? given : {};
  // A generated id is not declared NOT NULL, and still every record has one.
  const nullable = field.nullable && field.name !== "id";
  const schema: Part = { ...TYPES[field.kind], ...definedOnly({ format, examples }) };
  if (!nullable) return { ...schema, ...definedOnly({ enum: words }) };
  return {
    ...schema,
    type: [schema.type, "null"],
    ...(Array.isArray(words) ? { enum: [...words, null] } : {}),
  };
}

function definedOnly(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

function relationProperties(resource: Resource): Part {
  return Object.fromEntries(
    Object.entries(resource.relations).map(([name, relation]) => {
      const other = ref("schemas", `${typeName({ name: relation.resource })}Record`);
      return [name, relation.kind === "one" ? { anyOf: [other, { type: "null" }] } : list(other)];
    }),
  );
}
