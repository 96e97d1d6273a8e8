/** Examples of bodies and records, made from a resource's definition so that they stay valid when it changes. */
import type { Json, RecordData, Resource } from "../resources/define.ts";
import type { Field } from "../resources/fields.ts";
import { isPart, propertiesOf, schemaOf } from "./json-schema.ts";
import { withoutNull } from "./resource-schemas.ts";

export const EXAMPLE_TIME = "2026-11-21T09:30:00.000Z";
export const EXAMPLE_ULID = "01KAJ5Q9ZK3M8W2X4Y7T1B0CND";
export const EXAMPLE_KEY_ID = `key_${EXAMPLE_ULID}`;
export const EXAMPLE_USER_ID = `usr_${EXAMPLE_ULID}`;
export const EXAMPLE_TENANT = "acme";

/** The id of a record of this resource. */
export function exampleId(resource: Pick<Resource, "idPrefix">): string {
  return `${resource.idPrefix}_${EXAMPLE_ULID}`;
}

/** What readers expect under the commonest names. */
const WORDS: Readonly<Record<string, string>> = {
  firstName: "Ada",
  lastName: "Lovelace",
  jobTitle: "Analyst",
  company: "Example Ltd",
  title: "Analytical engine",
  name: "Example",
  notes: "Met at the conference.",
};

/** The body of a create: what must be there, what the resource's own rule asks for, and what search covers. */
export function exampleBody(resource: Resource, resources: ReadonlyMap<string, Resource>): Record<string, Json> {
  const schema = schemaOf(resource.create);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const all = Object.keys(propertiesOf(schema));
  const names = new Set(
    all.filter((name) => required.includes(name) || (resource.search.includes(name) && name in WORDS)),
  );
  for (;;) {
    const body = Object.fromEntries([...names].map((name) => [name, exampleValue(resource, name, resources)]));
    const missing = resource.refine?.(withUnset(resource, body))?.field;
    if (missing === undefined || names.has(missing) || !all.includes(missing)) return body;
    names.add(missing);
  }
}

/** A record as the API shows it after a create with `exampleBody`. */
export function exampleRecord(resource: Resource, resources: ReadonlyMap<string, Resource>): Record<string, Json> {
  return withUnset(resource, exampleBody(resource, resources));
}

function withUnset(resource: Resource, body: Readonly<Record<string, Json>>): RecordData {
  const fields = [...resource.fields.values()].map((field) => [
    field.name,
    body[field.name] ?? systemValue(resource, field) ?? unsetValue(resource, field),
  ]);
  return Object.fromEntries(fields);
}

function systemValue(resource: Resource, { name }: Field): Json {
  if (name === "id") return exampleId(resource);
  if (name === "createdAt" || name === "updatedAt" || name === "at") return EXAMPLE_TIME;
  if (name === "createdBy" || name === "actorId") return EXAMPLE_KEY_ID;
  return null;
}

function unsetValue(resource: Resource, field: Field): Json {
  const fallback = resource.defaults[field.name];
  if (fallback !== undefined && fallback !== null) return fallback;
  if (field.nullable) return null;
  switch (field.kind) {
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return false;
    case "date":
      return EXAMPLE_TIME;
    case "list":
      return [];
    case "json":
      return {};
    case "text": {
      const [word] = wordsOf(resource, field.name);
      return word ?? WORDS[field.name] ?? field.name;
    }
  }
}

function exampleValue(resource: Resource, name: string, resources: ReadonlyMap<string, Resource>): Json {
  const link = Object.values(resource.relations).find((each) => each.kind === "one" && each.field === name);
  const target = link && resources.get(link.resource);
  if (target) return exampleId(target);
  const schema = withoutNull(propertiesOf(schemaOf(resource.create))[name] ?? {});
  const [given] = Array.isArray(schema.examples) ? schema.examples : [];
  if (typeof given === "string") return given;
  const [word] = resource.transitions?.field === name ? resource.transitions.start : wordsOf(resource, name);
  if (word !== undefined) return word;
  if (schema.type === "integer" || schema.type === "number")
    return typeof schema.minimum === "number" ? Math.max(schema.minimum, 1) : 1;
  if (schema.type === "boolean") return false;
  if (schema.type === "array") return [];
  return isPart(schema) && schema.type === "object" ? {} : (WORDS[name] ?? name);
}

function wordsOf(resource: Resource, name: string): string[] {
  const schema = withoutNull(propertiesOf(schemaOf(resource.create))[name] ?? {});
  return Array.isArray(schema.enum) ? schema.enum.filter((word) => typeof word === "string") : [];
}
