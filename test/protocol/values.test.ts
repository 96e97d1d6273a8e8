import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { integerSchema, recordSchema } from "../../src/protocol/values.ts";

const takes = (schema: z.core.$ZodType, value: unknown) => z.safeParse(schema, value).success;

describe("the values of the protocol", () => {
  it.each([0, -1, 812, Number.MAX_SAFE_INTEGER])("takes %d for an integer", (value) => {
    expect(takes(integerSchema, value)).toBe(true);
  });

  it.each([0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY, "1", null, undefined])(
    "does not take %s for an integer",
    (value) => expect(takes(integerSchema, value)).toBe(false),
  );

  it("takes an object for a record, and gives back that object", () => {
    const record = JSON.parse('{"id":"lead_1","custom":{"tags":["a",null]}}');
    expect(z.parse(recordSchema, record)).toBe(record);
  });

  it.each([null, undefined, [], "lead_1", 1])("does not take %s for a record", (value) => {
    expect(takes(recordSchema, value)).toBe(false);
  });
});
