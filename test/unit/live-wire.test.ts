/** The wire format of live queries cannot change by accident. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { z } from "zod";
import { downMessageSchema } from "../../src/protocol/live-down.ts";
import { upMessageSchema } from "../../src/protocol/live-up.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";

/**
 * Fingerprints of both unions, by version. When this fails, ask whether a client written for the version still works: if a field
 * was added that it may ignore or leave out, put the new fingerprint; if not, raise PROTOCOL_VERSION and add a line.
 */
const HISTORY: Readonly<Record<number, { readonly up: string; readonly down: string }>> = {
  1: { up: "6f2c02ee9e381464", down: "2fdcf898ea70688e" },
};

const fingerprint = (schema: z.ZodType): string =>
  createHash("sha256")
    .update(JSON.stringify(z.toJSONSchema(schema)))
    .digest("hex")
    .slice(0, 16);

it("is the one that its version stands for", () => {
  expect({ up: fingerprint(upMessageSchema), down: fingerprint(downMessageSchema) }).toEqual(HISTORY[PROTOCOL_VERSION]);
});
