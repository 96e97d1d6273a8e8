import { compile } from "json-schema-to-typescript";
import * as z from "zod";
import { updateMemberSchema } from "../src/protocol/tenant.ts";
import { JSON_SCHEMA, schemaOf } from "../src/reference/json-schema.ts";
import { resourceSchemas, typeName } from "../src/reference/resource-schemas.ts";
import type { Resource } from "../src/resources/define.ts";
import { createInvitationSchema } from "../src/resources/invitations.ts";

const PARTS = ["record", "create", "update"] as const;

/** Bodies of resources whose calls have routes of their own, by their names among the schemas. */
const OWN_BODIES: Readonly<Record<string, object>> = {
  InvitationsCreate: schemaOf(createInvitationSchema),
  MembersUpdate: schemaOf(updateMemberSchema),
};

const HEAD = `/** The records and bodies of the configured resources. \`Resources\` is what \`createCroft\` takes. */

/** By the name that stands in paths: what is read, and what create and update take; \`never\` where nobody may. */
export type Resources = {
  readonly [Name in keyof ResourcesByName]: {
    readonly record: Readonly<ResourcesByName[Name]["record"]>;
    readonly create: ResourcesByName[Name]["create"];
    readonly update: ResourcesByName[Name]["update"];
  };
};
`;

/** TypeScript declarations of the resources, from the same schemas as the reference. Imports nothing. */
export async function resourceTypes(resources: readonly Resource[]): Promise<string> {
  const schemas: Readonly<Record<string, unknown>> = Object.assign(
    { Json: JSON_SCHEMA, ...OWN_BODIES },
    ...resources.map(resourceSchemas),
  );
  const properties = Object.fromEntries(resources.map((resource) => [resource.name, partsOf(resource, schemas)]));
  const required = Object.keys(properties);
  const text = JSON.stringify({ title: "ResourcesByName", type: "object", properties, required, $defs: schemas });
  // The reference keeps its schemas among its components; one that stands alone keeps them in `$defs`.
  const schema = schemaSchema.parse(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
  return compile(schema, "ResourcesByName", {
    additionalProperties: false,
    bannerComment: HEAD,
    // Lists of at most n items would become unions of n tuples.
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120, singleQuote: false },
  });
}

const schemaSchema = z.record(z.string(), z.unknown());

function partsOf(resource: Resource, schemas: Readonly<Record<string, unknown>>): object {
  const properties = Object.fromEntries(
    PARTS.map((part) => {
      const name = `${typeName(resource)}${part.charAt(0).toUpperCase()}${part.slice(1)}`;
      return [part, name in schemas ? { $ref: `#/$defs/${name}` } : { tsType: "never" }];
    }),
  );
  return { type: "object", properties, required: PARTS };
}
