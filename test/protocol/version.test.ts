import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { z as mini } from "zod/mini";
import { changeSchema } from "../../src/protocol/change.ts";
import * as directory from "../../src/protocol/directory.ts";
import * as envelope from "../../src/protocol/envelope.ts";
import { errorBodySchema } from "../../src/protocol/errors.ts";
import { downMessageSchema } from "../../src/protocol/live-down.ts";
import { upMessageSchema } from "../../src/protocol/live-up.ts";
import { integerSchema, recordSchema } from "../../src/protocol/values.ts";
import { PROTOCOL_HISTORY, PROTOCOL_VERSION } from "../../src/protocol/version.ts";

/** Schemas of both ways of a socket, and of what is the same in all HTTP answers. */
const WIRE = [
  upMessageSchema,
  downMessageSchema,
  errorBodySchema,
  changeSchema,
  ...Object.entries({ ...envelope, ...directory })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, schema]) => schema),
];

/** Schemas that are code, and what they take. */
const VALUES = new Map<z.core.$ZodType, Record<string, unknown>>([
  [integerSchema, { type: "integer" }],
  [recordSchema, { type: "object" }],
]);

function fingerprint(...types: z.core.$ZodType[]): string {
  const schemas = types.map((type) =>
    z.toJSONSchema(type, { io: "input", unrepresentable: ({ zodSchema }) => VALUES.get(zodSchema) ?? "throw" }),
  );
  return createHash("sha256").update(JSON.stringify(schemas)).digest("hex").slice(0, 16);
}

describe("the wire format", () => {
  it("changes only together with its version or its history", () => {
    const found = fingerprint(...WIRE);
    expect(PROTOCOL_HISTORY.at(-1)).toMatchObject({ version: PROTOCOL_VERSION, fingerprint: found });
  });

  it("has one line of history a version, from the first on", () => {
    expect(PROTOCOL_HISTORY.map(({ version }) => version)).toEqual(
      Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1),
    );
  });

  it("has another fingerprint when a field changes", () => {
    expect(fingerprint(mini.extend(changeSchema, { seq: mini.string() }))).not.toBe(fingerprint(changeSchema));
    expect(fingerprint(mini.extend(changeSchema, { more: mini.string() }))).not.toBe(fingerprint(changeSchema));
  });
});
