/** One call of the API, described in short and written out as OpenAPI wants it. */
import { type Answer, answerPart, errorRef } from "./answers.ts";
import { type Part, ref } from "./json-schema.ts";

/** Who may call: anybody, members with a key or an access token, operators, both of these, operators and people without a tenant, or such people alone. */
export type Audience = "anybody" | "key" | "operator" | "both" | "people" | "person";

export interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly audience: Audience;
  readonly parameters?: readonly Part[];
  readonly body?: { readonly schema: Part; readonly example: unknown; readonly optional?: boolean };
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Statuses of errors beyond those that every call may answer. */
  readonly errors?: readonly number[];
  /** Whether it takes an Idempotency-Key. */
  readonly repeatable?: boolean;
  /** Whether the caller's rate counts it. Default: unless anybody may call. */
  readonly limited?: boolean;
}

/** Calls by `METHOD /path`, where the path names its parameters in braces. */
export type Operations = Readonly<Record<string, Operation>>;

const SECURITY: Readonly<Record<Audience, readonly Part[]>> = {
  anybody: [],
  key: [{ apiKey: [] }, { accessToken: [] }],
  operator: [{ operatorToken: [] }],
  both: [{ apiKey: [] }, { accessToken: [] }, { operatorToken: [] }],
  people: [{ accessToken: [] }, { operatorToken: [] }],
  person: [{ accessToken: [] }],
};

/** Every status of an error that the call may answer. */
export function errorStatuses(operation: Operation): number[] {
  const { audience, errors = [], body, repeatable } = operation;
  const statuses = new Set([400, 406, 429, 500, ...errors]);
  if (audience !== "anybody") for (const status of [401, 403, 503]) statuses.add(status);
  if (body) for (const status of [413, 415, 422]) statuses.add(status);
  if (repeatable) for (const status of [422, 507]) statuses.add(status);
  return [...statuses].sort((a, b) => a - b);
}

export function operationPart(operation: Operation): Part {
  const { id, tag, summary, description, audience, parameters = [], body, answers, repeatable } = operation;
  const limited = operation.limited ?? audience !== "anybody";
  const replayed = repeatable ? ["Idempotent-Replayed"] : [];
  const successes = Object.entries(answers).map(([status, answer]) => {
    const headers = [...(answer.headers ?? []), ...replayed];
    return [status, answerPart({ ...answer, headers }, limited)];
  });
  const failures = errorStatuses(operation).map((status) => [status, errorRef(status)]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: SECURITY[audience],
    parameters: [
      ...parameters,
      ref("parameters", "RequestId"),
      ...(repeatable ? [ref("parameters", "IdempotencyKey")] : []),
    ],
    ...(body
      ? {
          requestBody: {
            required: body.optional !== true,
            content: { "application/json": { schema: body.schema, example: body.example } },
          },
        }
      : {}),
    responses: Object.fromEntries([...successes, ...failures]),
  };
}
