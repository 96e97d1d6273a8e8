/** What stands in answers: envelopes, headers and errors. */
import * as z from "zod/mini";
import { changeSchema } from "../protocol/change.ts";
import { directoryHitSchema, directoryMetaSchema, directorySearchMetaSchema } from "../protocol/directory.ts";
import {
  aggregateMetaSchema,
  deletedSchema,
  feedMetaSchema,
  pageMetaSchema,
  searchHitSchema,
  writeMetaSchema,
} from "../protocol/envelope.ts";
import { ERROR_CODES, errorBodySchema, isRetryable, STATUS, TEXTS } from "../protocol/errors.ts";
import { instant, integer, object, type Part, propertiesOf, ref, schemaOf, text } from "./json-schema.ts";

/** One successful answer of a call. */
export interface Answer {
  readonly description: string;
  /** Schema of `data`; without it the answer has no body. */
  readonly data?: Part;
  /** Name of the component for `meta`; `NoMeta` where absent. */
  readonly meta?: string;
  /** Names of header components beyond those of every answer. */
  readonly headers?: readonly string[];
  readonly example?: unknown;
}

/** Header components by the name of the header. */
const HEADERS: Readonly<Record<string, Part>> = {
  ETag: { description: "Version of the record, in quotes.", schema: text, example: '"1"' },
  Location: { description: "Path of what was made, or of where it is by now.", schema: text },
  "X-Request-Id": { description: "Name of this request in the logs.", schema: text },
  RateLimit: { description: "What is left of the rate.", schema: text, example: '"reads";r=5999;t=60' },
  "RateLimit-Policy": {
    description: "What the credential may do.",
    schema: text,
    example: '"reads";q=6000;w=60, "writes";q=1500;w=60',
  },
  "Retry-After": { description: "Seconds after which to try again.", schema: { type: "integer", minimum: 1 } },
  "Idempotent-Replayed": { description: "Stands on an answer that was given before.", schema: { const: "true" } },
  "WWW-Authenticate": { description: "The scheme that is wanted.", schema: { const: "Bearer" } },
};

/** Schemas that all calls share, by name. */
export function sharedSchemas(): Part {
  return {
    Change: withInstants(schemaOf(changeSchema), "at"),
    Error: object({ error: schemaOf(z.required(errorBodySchema, { requestId: true })) }),
    NoMeta: { type: "object" },
    SeqMeta: {
      ...schemaOf(writeMetaSchema),
      description: "The position of the log that the answer shows or the write made.",
    },
    AggregateMeta: {
      ...schemaOf(aggregateMetaSchema),
      description: "`truncated`: there are more groups than are shown.",
    },
    FeedMeta: { ...schemaOf(feedMetaSchema), description: "`seq` is where to go on from." },
    PageMeta: schemaOf(pageMetaSchema),
    DirectoryMeta: schemaOf(directoryMetaSchema),
    SearchMeta: schemaOf(directorySearchMetaSchema),
    Gone: { ...withInstants(schemaOf(deletedSchema), "deletedAt"), description: "What was deleted, and when." },
    Hit: schemaOf(searchHitSchema),
    DirectoryHit: schemaOf(directoryHitSchema),
    Group: {
      type: "object",
      description: "Values of `groupBy` by their labels, and the measures that were asked for.",
      properties: Object.fromEntries([
        ["count", integer],
        ...["sum", "avg", "min", "max"].map((name) => [name, { type: "object" }]),
      ]),
    },
  };
}

/** The same schema, with these texts said to be times. */
function withInstants(schema: Part, ...names: readonly string[]): Part {
  const times = names.map((name) => [name, instant]);
  return { ...schema, properties: { ...propertiesOf(schema), ...Object.fromEntries(times) } };
}

/** Header components; `RateLimit-Policy` is kept as `RateLimitPolicy`. */
export function headerComponents(): Part {
  return Object.fromEntries(Object.entries(HEADERS).map(([name, part]) => [componentName(name), part]));
}

function componentName(header: string): string {
  return header.replaceAll("-", "");
}

/** Headers by name, as references. */
function headers(names: readonly string[]): Part {
  return Object.fromEntries(names.map((name) => [name, ref("headers", componentName(name))]));
}

const LIMITED = ["RateLimit", "RateLimit-Policy"];

/** A successful answer. `limited`: whether the call counts against the rate. */
export function answerPart(answer: Answer, limited: boolean): Part {
  const { description, data, meta = "NoMeta", example } = answer;
  const all = ["X-Request-Id", ...(limited ? LIMITED : []), ...(answer.headers ?? [])];
  if (!data) return { description, headers: headers(all) };
  const schema = object({ data, meta: ref("schemas", meta) });
  const content = { "application/json": { schema, ...(example === undefined ? {} : { example }) } };
  return { description, headers: headers(all), content };
}

const STATUS_HEADERS: Readonly<Record<number, readonly string[]>> = {
  401: ["WWW-Authenticate"],
  412: ["ETag"],
  429: ["Retry-After", ...LIMITED],
  503: ["Retry-After"],
};

/** The reference to the answer for an error status. */
export function errorRef(status: number): Part {
  return ref("responses", `Error${status}`);
}

/** The answers for these statuses, by component name: which codes they carry, and an example of each. */
export function errorResponses(statuses: Iterable<number>): Part {
  return Object.fromEntries(
    [...statuses].sort((a, b) => a - b).map((status) => [`Error${status}`, errorResponse(status)]),
  );
}

function errorResponse(status: number): Part {
  const codes = ERROR_CODES.filter((code) => STATUS[code] === status);
  const examples = codes.map((code) => {
    const error = { code, message: TEXTS[code], requestId: "4f9d0c1e-8a51-4d0e-9a57-5d1f3c2b7a60" };
    return [code, { value: { error } }];
  });
  return {
    description: codes.map((code) => `\`${code}\`: ${TEXTS[code]}`).join(" "),
    headers: headers(["X-Request-Id", ...(STATUS_HEADERS[status] ?? [])]),
    content: {
      "application/json": {
        schema: ref("schemas", "Error"),
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** The table of errors for readers. */
export function errorTable(): string {
  const rows = ERROR_CODES.map(
    (code) => `| ${STATUS[code]} | \`${code}\` | ${TEXTS[code]} | ${isRetryable(code) ? "yes" : "no"} |`,
  );
  return ["| status | code | meaning | may be repeated as it is |", "|---|---|---|---|", ...rows].join("\n");
}
