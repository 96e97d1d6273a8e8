/** What clients of earlier days say and were told is still what the schemas of today take. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { changeSchema } from "../../src/protocol/change.ts";
import {
  aggregateMetaSchema,
  batchResultsSchema,
  deletedSchema,
  failureSchema,
  feedMetaSchema,
  pageMetaSchema,
  searchHitSchema,
  writeMetaSchema,
} from "../../src/protocol/envelope.ts";
import { downMessageSchema } from "../../src/protocol/live-down.ts";
import { upMessageSchema } from "../../src/protocol/live-up.ts";
import { createKeySchema, createTenantSchema, updateKeySchema, updateTenantSchema } from "../../src/protocol/tenant.ts";
import { recordSchema } from "../../src/protocol/values.ts";
import { type Line, Names, type RecordedRequest, readConversation } from "../support/conversation.ts";

const root = join(import.meta.dirname, "recorded");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ndjson"));

const answer = (data: z.core.$ZodType, meta: z.core.$ZodType) => z.object({ data, meta });
const records = z.array(recordSchema);
const noMeta = z.object({});

/** By method and path below the tenant, the first that fits. */
const ANSWERS: readonly (readonly [RegExp, z.ZodMiniType])[] = [
  [/^GET \/v1\/me$/, answer(recordSchema, noMeta)],
  [/^POST \/v1\/tenants$/, answer(recordSchema, writeMetaSchema)],
  [/^DELETE (\?|$)/, answer(recordSchema, noMeta)],
  [/^(GET|PATCH) $/, answer(recordSchema, writeMetaSchema)],
  [/^POST \/batch/, answer(batchResultsSchema, writeMetaSchema)],
  [/^GET \/search/, answer(z.array(searchHitSchema), writeMetaSchema)],
  [/^GET \/changes/, answer(z.array(changeSchema), feedMetaSchema)],
  [/^GET \/[^/]+\/aggregate/, answer(records, aggregateMetaSchema)],
  [/^GET \/[^/]+\/[^/]+\/changes/, answer(z.array(changeSchema), pageMetaSchema)],
  [/^GET \/[^/]+(\?|$)/, answer(records, pageMetaSchema)],
  [/^DELETE /, answer(deletedSchema, writeMetaSchema)],
  [/./, answer(recordSchema, writeMetaSchema)],
];

/** The bodies that the protocol itself describes; those of resources are replayed (test/routes/replay.test.ts). */
const BODIES: readonly (readonly [RegExp, z.core.$ZodType])[] = [
  [/^POST \/v1\/tenants$/, createTenantSchema],
  [/^PATCH $/, updateTenantSchema],
  [/^POST \/api-keys$/, createKeySchema],
  [/^PATCH \/api-keys\//, updateKeySchema],
];

function callOf({ method, path }: RecordedRequest): string {
  return `${method} ${path.replace("/v1/tenants/acme", "")}`;
}

/** What a schema of today makes of a recorded value: the value itself, unless something was renamed, removed or narrowed. */
function held(schema: z.core.$ZodType, recorded: unknown): unknown {
  const result = z.safeParse(schema, recorded);
  return result.success ? result.data : z.prettifyError(result.error);
}

function schemaOfLine(line: Line, request: RecordedRequest | null): [z.core.$ZodType, unknown] | null {
  if (line.type === "send") return [upMessageSchema, line.message];
  if (line.type === "message") return [downMessageSchema, line.message];
  if (line.type === "request") {
    const found = BODIES.find(([pattern]) => pattern.test(callOf(line)));
    return found && line.body !== undefined ? [found[1], line.body] : null;
  }
  if (line.type !== "answer" || line.body === undefined || !request) return null;
  if (line.status >= 400) return [failureSchema, line.body];
  const found = ANSWERS.find(([pattern]) => pattern.test(callOf(request)));
  return found ? [found[1], line.body] : null;
}

describe.each(files)("the conversation of %s", (file) => {
  const lines = readConversation(new Names("acme").fill(readFileSync(join(root, file), "utf8")));

  it("is spoken today, message by message", () => {
    let request: RecordedRequest | null = null;
    let compared = 0;
    for (const [index, line] of lines.entries()) {
      if (line.type === "request") request = line;
      const [schema, recorded] = schemaOfLine(line, request) ?? [];
      // Said wrongly on purpose: the server closed the socket.
      if (!schema || JSON.stringify(recorded) === '{"type":"bow"}' || refused(lines, index)) continue;
      compared += 1;
      expect(held(schema, recorded), `${file}, line ${index + 1}`).toEqual(recorded);
    }
    expect(compared).toBeGreaterThan(20);
  });
});

/** Whether a request was answered with a refusal: then its body need not be right. */
function refused(lines: readonly Line[], index: number): boolean {
  const next = lines[index + 1];
  return lines[index]?.type === "request" && next?.type === "answer" && next.status >= 400;
}
