/** The calls of one resource's records. Those that nobody but Croft may make are left out. */
import type { Config } from "../resources/config.ts";
import type { Action, Resource } from "../resources/define.ts";
import { EXAMPLE_KEY_ID, EXAMPLE_TIME, exampleBody, exampleId, exampleRecord } from "./examples.ts";
import { list, type Part, ref, text } from "./json-schema.ts";
import type { Operation } from "./operation.ts";
import { count, flag, measures, paging, query, selection, shape } from "./parameters.ts";
import { camelName, recordSchema, shownSchema, typeName } from "./resource-schemas.ts";

type Builder = (resource: Resource, config: Config) => Operation;

const tenant = ref("parameters", "Tenant");

function idOf(resource: Resource): Part {
  const description = `Id of a record of ${resource.name}.`;
  return { name: "id", in: "path", required: true, description, schema: text, example: exampleId(resource) };
}

/** What all calls of a resource have in common. */
function start(resource: Resource, verb: string): Pick<Operation, "id" | "tag" | "audience"> {
  return { id: `${camelName(resource)}${verb}`, tag: resource.name, audience: "key" };
}

const listRecords: Builder = (resource, { resourceByName }) => ({
  ...start(resource, "List"),
  summary: `List ${resource.name}`,
  description: "Those that match all conditions and that the caller may see, page by page.",
  parameters: [tenant, ...selection(resource), ...paging(resource), ...shape(resource)],
  answers: {
    200: {
      description: "A page.",
      data: list(shownSchema(resource)),
      meta: "PageMeta",
      example: {
        data: [exampleRecord(resource, resourceByName)],
        meta: { pagination: { limit: 50, nextCursor: null, hasMore: false }, seq: 1 },
      },
    },
  },
});

const aggregateRecords: Builder = (resource) => ({
  ...start(resource, "Aggregate"),
  summary: `Count and add up ${resource.name}`,
  description: "Figures of the same records that a list shows, by group.",
  parameters: [tenant, ...selection(resource), ...measures()],
  answers: {
    200: {
      description: "One row a group.",
      data: list(ref("schemas", "Group")),
      meta: "AggregateMeta",
      example: { data: [{ count: 3 }], meta: { seq: 3, truncated: false } },
    },
  },
});

const getRecord: Builder = (resource, config) => ({
  ...start(resource, "Get"),
  summary: `Read one of ${resource.name}`,
  description: "With its version as the `ETag`.",
  parameters: [
    tenant,
    idOf(resource),
    ...shape(resource),
    query("deleted", { enum: ["include"] }, "Shows the record although it was deleted."),
    ref("parameters", "IfNoneMatch"),
  ],
  answers: {
    200: { ...one(resource, config, "The record."), data: shownSchema(resource) },
    304: { description: "The client's version is current.", headers: ["ETag"] },
  },
  errors: [404],
});

const createRecord: Builder = (resource, config) => {
  const fields = resource.unique.map((rule) => rule.field);
  const upsert = query(
    "upsert",
    fields.length > 0 ? { enum: [...new Set(fields)] } : text,
    "A unique field: a living record with the same value is changed instead.",
  );
  const existed = one(resource, config, "It existed (`upsert`), and is as sent.");
  const made = { ...one(resource, config, "The record that was made."), headers: ["ETag", "Location"] };
  return {
    ...start(resource, "Create"),
    summary: `Create one of ${resource.name}`,
    description: "What is left out gets its default.",
    parameters: [tenant, ...(fields.length > 0 ? [upsert, ref("parameters", "IfMatch")] : [])],
    body: {
      schema: ref("schemas", `${typeName(resource)}Create`),
      example: exampleBody(resource, config.resourceByName),
    },
    answers: Object.fromEntries(
      fields.length > 0
        ? [
            [200, existed],
            [201, made],
          ]
        : [[201, made]],
    ),
    errors: [409, ...(fields.length > 0 ? [412] : [])],
    repeatable: true,
  };
};

/** Changes of an existing record. */
function change(resource: Resource, verb: string, summary: string, description: string): Omit<Operation, "answers"> {
  return {
    ...start(resource, verb),
    summary,
    description,
    parameters: [tenant, idOf(resource), ref("parameters", "IfMatch")],
    errors: [404, 409, 412],
    repeatable: true,
  };
}

const updateRecord: Builder = (resource, config) => ({
  ...change(resource, "Update", `Change fields of one of ${resource.name}`, "What is left out stays as it is."),
  body: { schema: ref("schemas", `${typeName(resource)}Update`), example: someFields(resource, config) },
  answers: { 200: one(resource, config, "The record as it is now.") },
});

const replaceRecord: Builder = (resource, config) => ({
  ...change(resource, "Replace", `Replace one of ${resource.name}`, "What is left out gets its default."),
  body: {
    schema: ref("schemas", `${typeName(resource)}Create`),
    example: exampleBody(resource, config.resourceByName),
  },
  answers: { 200: one(resource, config, "The record as it is now.") },
});

const deleteRecord: Builder = (resource) => {
  const base = change(
    resource,
    "Delete",
    `Delete one of ${resource.name}`,
    "It leaves every list, and may be brought back.",
  );
  const purge = query("purge", flag, `Removes it for good, which takes the role ${resource.access.purge}.`);
  return {
    ...base,
    parameters: [...(base.parameters ?? []), ...(resource.access.purge === null ? [] : [purge])],
    answers: {
      200: {
        description: "It has left every list.",
        data: ref("schemas", "Gone"),
        meta: "SeqMeta",
        example: { data: { id: exampleId(resource), deletedAt: EXAMPLE_TIME }, meta: { seq: 2 } },
      },
    },
  };
};

const restoreRecord: Builder = (resource, config) => ({
  ...change(
    resource,
    "Restore",
    `Bring back a deleted one of ${resource.name}`,
    "As it was, with a new version. 409 where its unique value was taken meanwhile.",
  ),
  answers: { 200: one(resource, config, "The record, alive again.") },
});

const listRecordChanges: Builder = (resource, { resourceByName }) => ({
  ...start(resource, "History"),
  summary: `History of one of ${resource.name}`,
  description: "Newest first. It outlives the record.",
  parameters: [tenant, idOf(resource), count("limit", 200, 50), ref("parameters", "Cursor")],
  answers: {
    200: {
      description: "A page of changes.",
      data: list(ref("schemas", "Change")),
      meta: "PageMeta",
      example: {
        data: [exampleChange(resource, resourceByName)],
        meta: { pagination: { limit: 50, nextCursor: null, hasMore: false }, seq: 1 },
      },
    },
  },
  errors: [404],
});

/** An entry of the log: the creation of the example record. */
export function exampleChange(resource: Resource, resources: ReadonlyMap<string, Resource>): Part {
  return {
    seq: 1,
    at: EXAMPLE_TIME,
    actor: { kind: "key", id: EXAMPLE_KEY_ID },
    requestId: "4f9d0c1e-8a51-4d0e-9a57-5d1f3c2b7a60",
    resource: resource.name,
    recordId: exampleId(resource),
    action: "create",
    before: null,
    after: exampleRecord(resource, resources),
  };
}

function one(resource: Resource, { resourceByName }: Config, description: string): Operation["answers"][number] {
  return {
    description,
    data: recordSchema(resource),
    meta: "SeqMeta",
    headers: ["ETag"],
    example: { data: exampleRecord(resource, resourceByName), meta: { seq: 1 } },
  };
}

/** The first field of the example that may be changed. */
function someFields(resource: Resource, { resourceByName }: Config): Part {
  const entries = Object.entries(exampleBody(resource, resourceByName));
  return Object.fromEntries(entries.filter(([name]) => !resource.immutable.includes(name)).slice(0, 1));
}

/** What a call needs somebody to be allowed to, by its place in the object's route table. */
const CALLS: Readonly<Record<string, readonly [Action, Builder]>> = {
  "GET /:resource": ["read", listRecords],
  "POST /:resource": ["create", createRecord],
  "GET /:resource/aggregate": ["read", aggregateRecords],
  "GET /:resource/:id": ["read", getRecord],
  "PATCH /:resource/:id": ["update", updateRecord],
  "PUT /:resource/:id": ["update", replaceRecord],
  "DELETE /:resource/:id": ["delete", deleteRecord],
  "POST /:resource/:id/restore": ["delete", restoreRecord],
  "GET /:resource/:id/changes": ["read", listRecordChanges],
};

/** Whether the reference knows this line of the route table. */
export function isRecordCall(route: string): boolean {
  return Object.hasOwn(CALLS, route);
}

/** The call of a resource, or null where nobody may make it. */
export function recordOperation(route: string, resource: Resource, config: Config): Operation | null {
  const [action, build] = CALLS[route] ?? [];
  return action && build && resource.access[action] !== null ? build(resource, config) : null;
}

/** The path of a resource's call, as the document writes it. */
export function recordPath(path: string, resource: Resource): string {
  return `/v1/tenants/{tenant}${path.replace(":resource", resource.name).replaceAll(/:(\w+)/g, "{$1}")}`;
}
