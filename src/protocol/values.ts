/**
 * What the server's answers are made of, beside text: each one a single test. zod's own `z.int()` and `z.json()` would weigh a client
 * more than all that it does with them, and `z.json()` would walk through every value of every record to learn what `JSON.parse`
 * vouches for: that it is JSON. Documents say what they are in `src/reference/json-schema.ts`.
 */
import * as z from "zod/mini";

/** An integer that a double holds exactly. */
export const integerSchema = z.custom<number>(Number.isSafeInteger);

/** A record, a row of figures or the result of one operation: JSON by field. */
export const recordSchema = z.custom<AnyRecord>(isRecord);
export type AnyRecord = Record<string, z.core.util.JSONType>;

/** Whether a value of `JSON.parse` is a record. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
