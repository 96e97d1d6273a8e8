/** Parameters: those that many calls share, and the filters of a resource. */
import { OPERATORS_OF } from "../../objects/records/parse-filter.ts";
import { QUERY_LIMITS } from "../../objects/records/query.ts";
import { FILTER_LIMITS, type Operator, type ValueKind } from "../protocol/filter.ts";
import { LIMITS } from "../protocol/limits.ts";
import { TENANT_PATTERN } from "../protocol/tenant.ts";
import type { Resource } from "../resources/define.ts";
import { EXAMPLE_TENANT } from "./examples.ts";
import { list, type Part, ref, text } from "./json-schema.ts";

/** A query parameter. */
export function query(name: string, schema: Part, description: string, more: Part = {}): Part {
  return { name, in: "query", description, schema, ...more };
}

/** A whole number with its limits and what holds where it is left out. */
export function count(name: string, most: number, fallback: number, description = "Entries of one page."): Part {
  return query(name, { type: "integer", minimum: 1, maximum: most, default: fallback }, description);
}

export const flag: Part = { type: "boolean", default: false };

/** A parameter that holds several names with commas between them. */
function names(name: string, schema: Part, description: string): Part {
  return query(name, schema, description, { style: "form", explode: false });
}

function header(name: string, schema: Part, description: string): Part {
  return { name, in: "header", description, schema };
}

/** Parameters under `components`, by name. */
export const SHARED_PARAMETERS: Readonly<Record<string, Part>> = {
  Tenant: {
    name: "tenant",
    in: "path",
    required: true,
    description: "Handle of the tenant.",
    schema: { type: "string", pattern: TENANT_PATTERN.source },
    example: EXAMPLE_TENANT,
  },
  RequestId: header(
    "X-Request-Id",
    { type: "string", pattern: "^[A-Za-z0-9._-]{1,64}$" },
    "Name of this request in answers and logs; one is made where it is absent or has another shape.",
  ),
  IdempotencyKey: header(
    "Idempotency-Key",
    { type: "string", pattern: "^[\\x21-\\x7e]+$", minLength: 1, maxLength: LIMITS.idempotencyKeyLength },
    "Makes the write safe to repeat: the same key and request get the same answer for 24 hours.",
  ),
  IfMatch: header("If-Match", text, 'Versions the record may have, such as `"3"`; otherwise 412.'),
  IfNoneMatch: header("If-None-Match", text, "Entity tags that the client holds; where one is current, 304."),
  Cursor: query(
    "cursor",
    text,
    "Where to go on: `meta.pagination.nextCursor` of the page before, with the same query.",
  ),
  Filter: query(
    "filter",
    text,
    `A filter tree as JSON: at most ${FILTER_LIMITS.conditions} conditions, ${FILTER_LIMITS.depth} levels and ${FILTER_LIMITS.listValues} values in a list. Fields of the tenant (\`custom.tier\`) and of a relation (\`account.size\`) may stand here, and as parameters of their own.`,
    { example: '{"or":[{"createdAt":{"gte":"now-7d"}},{"id":{"isNull":false}}]}' },
  ),
};

const OPERAND: Readonly<Record<ValueKind, Part>> = {
  text,
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  date: { type: "string", description: "A time, a day, or relative: `now-7d`, `today`, `startOfMonth`." },
  list: text,
};

/** The component that holds the operators of a kind of field. */
function filterName(kind: ValueKind): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Filter`;
}

/** Schemas of the operators, by kind of field. */
export function filterSchemas(): Part {
  const kinds = Object.keys(OPERATORS_OF).filter((kind): kind is ValueKind => kind in OPERAND);
  return Object.fromEntries(
    kinds.map((kind) => [
      filterName(kind),
      {
        type: "object",
        description: "Conditions that must all hold.",
        properties: Object.fromEntries(OPERATORS_OF[kind].map((operator) => [operator, operand(kind, operator)])),
        additionalProperties: false,
      },
    ]),
  );
}

function operand(kind: ValueKind, operator: Operator): Part {
  if (operator === "isNull") return { type: "boolean" };
  if (operator === "in" || operator === "nin")
    return { type: "string", description: "Values with commas between them." };
  return OPERAND[kind];
}

const OWN_NAMES: readonly string[] = ["filter", "q", "deleted", "sort", "limit", "cursor", "count", "fields", "expand"];

/** What selects records, in lists and aggregates alike. */
export function selection(resource: Resource): Part[] {
  const filters = [...resource.fields.values()].flatMap(({ name, kind, filterable }) => {
    if (!filterable || kind === "json" || OWN_NAMES.includes(name)) return [];
    const description = `Conditions on \`${name}\`, such as \`${name}[${kind === "list" ? "contains" : "eq"}]=…\`${kind === "list" ? "" : `; \`${name}=…\` is short for \`eq\``}.`;
    return [query(name, ref("schemas", filterName(kind)), description, { style: "deepObject", explode: true })];
  });
  return [
    ref("parameters", "Filter"),
    ...(resource.search.length > 0 ? [query("q", text, `Full text in ${resource.search.join(", ")}.`)] : []),
    ...(resource.systemColumns
      ? [query("deleted", { enum: ["include", "only"] }, "Shows deleted records too, or them alone.")]
      : []),
    ...filters,
  ];
}

/** What shapes the records of an answer. */
export function shape(resource: Resource): Part[] {
  const relations = Object.keys(resource.relations);
  return [
    names("fields", list({ enum: [...resource.fields.keys()] }), "The fields to show; all where it is absent."),
    ...(relations.length === 0
      ? []
      : [
          names(
            "expand",
            { ...list({ enum: relations }), maxItems: QUERY_LIMITS.expand },
            "Relations to show beside the fields.",
          ),
        ]),
  ];
}

/** How a list is ordered and cut into pages. */
export function paging(resource: Resource): Part[] {
  const sortable = [...resource.fields.values()].filter(
    ({ filterable, kind }) => filterable && kind !== "list" && kind !== "json",
  );
  const term: Part = {
    anyOf: [{ enum: sortable.flatMap(({ name }) => [name, `-${name}`]) }, { type: "string", pattern: "^-?custom\\." }],
  };
  return [
    names(
      "sort",
      { ...list(term), maxItems: QUERY_LIMITS.sortTerms },
      "Fields to order by, `-` for descending; the id breaks ties.",
    ),
    count("limit", QUERY_LIMITS.page, QUERY_LIMITS.defaultPage),
    ref("parameters", "Cursor"),
    query("count", flag, "Adds `meta.pagination.total`."),
  ];
}

/** What an aggregate answers. */
export function measures(): Part[] {
  const fields = list(text);
  return [
    names(
      "groupBy",
      { ...fields, maxItems: QUERY_LIMITS.groupBy },
      "Fields to group by; dates by `hour`, `day`, `week` or `month`: `createdAt:day`.",
    ),
    query("count", flag, "How many records; without any measure this is what is answered."),
    ...["sum", "avg", "min", "max"].map((name) =>
      names(
        name,
        { ...fields, maxItems: QUERY_LIMITS.measures },
        `Fields of which to tell the ${name}; numbers${name.startsWith("m") ? " and dates" : ""}.`,
      ),
    ),
  ];
}
