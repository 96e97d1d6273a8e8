import { describe, expect, it } from "vitest";
import { parseFilter } from "../../objects/records/parse-filter.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { EVERYTHING } from "../../src/protocol/filter.ts";
import { scopeOf } from "../support/things.ts";

const scope = scopeOf();
const parse = (input: unknown) => parseFilter(input, scope);

function refusal(input: unknown): AppError {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Nothing refused ${JSON.stringify(input)}.`);
}

/** A filter inside so many `not`. */
function nested(levels: number, inner: unknown): unknown {
  return levels === 0 ? inner : { not: nested(levels - 1, inner) };
}

describe("reading a filter", () => {
  it("takes a bare value for equality", () => {
    expect(parse({ name: "a" })).toEqual({ op: "eq", path: "name", value: "a" });
  });

  it("joins several keys and several operators with and", () => {
    expect(parse({ name: "a", level: { gte: 1, lt: 3 } })).toEqual({
      op: "and",
      nodes: [
        { op: "eq", path: "name", value: "a" },
        {
          op: "and",
          nodes: [
            { op: "gte", path: "level", value: 1 },
            { op: "lt", path: "level", value: 3 },
          ],
        },
      ],
    });
  });

  it("reads the example of the contract", () => {
    const input = {
      and: [{ name: "open" }, { or: [{ amount: { gte: 100 } }, { not: { ownerId: { isNull: true } } }] }],
    };
    expect(parse(input)).toEqual({
      op: "and",
      nodes: [
        { op: "eq", path: "name", value: "open" },
        {
          op: "or",
          nodes: [
            { op: "gte", path: "amount", value: 100 },
            { op: "not", node: { op: "isNull", path: "ownerId", value: true } },
          ],
        },
      ],
    });
  });

  it("takes the empty object for everything", () => {
    expect(parse({})).toEqual(EVERYTHING);
  });

  it("resolves dates, relative ones by the scope's clock", () => {
    expect(parse({ due: { gt: "now-1d" } })).toEqual({ op: "gt", path: "due", value: "2026-11-20T10:20:30.456Z" });
    expect(parse({ due: { in: ["2026-11-21"] } })).toEqual({
      op: "in",
      path: "due",
      value: ["2026-11-21T00:00:00.000Z"],
    });
  });

  it("remembers the kind of a tenant's own field", () => {
    expect(parse({ "custom.tier": "gold" })).toEqual({ op: "eq", path: "custom.tier", value: "gold", kind: "text" });
    expect(parse({ "owner.custom.tier": "gold" })).toEqual({
      op: "eq",
      path: "owner.custom.tier",
      value: "gold",
      kind: "text",
    });
  });

  it("reads fields of a relation one hop away", () => {
    expect(parse({ "owner.size": { gte: 50 } })).toEqual({ op: "gte", path: "owner.size", value: 50 });
  });

  it("accepts as much as the limits allow", () => {
    expect(() => parse({ and: Array.from({ length: 50 }, (_, level) => ({ level })) })).not.toThrow();
    expect(() => parse(nested(5, { level: 1 }))).not.toThrow();
    expect(() => parse({ level: { in: Array.from({ length: 200 }, (_, index) => index) } })).not.toThrow();
    expect(() => parse({ name: "a".repeat(1000) })).not.toThrow();
    expect(() => parse({ amount: Number.MAX_SAFE_INTEGER })).not.toThrow();
  });
});

describe("refusing a filter", () => {
  it.each([
    ["an unknown field", { colour: "red" }, "filter.colour"],
    ["a field filters may not use", { secret: "x" }, "filter.secret"],
    ["an object field", { meta: "x" }, "filter.meta"],
    ["the whole of custom", { custom: { tier: "gold" } }, "filter.custom"],
    ["an unknown custom field", { "custom.colour": "red" }, "filter.custom.colour"],
    ["a custom object", { "custom.blob": "x" }, "filter.custom.blob"],
    ["a custom path", { "custom.tier.x": "x" }, "filter.custom.tier.x"],
    ["a custom field that only the prototype has", { "custom.constructor": "x" }, "filter.custom.constructor"],
    ["custom without a name", { "custom.": "x" }, "filter.custom."],
    ["a relation as a field", { owner: "own_1" }, "filter.owner"],
    ["an unknown relation", { "nobody.size": 1 }, "filter.nobody.size"],
    ["an unknown field of a relation", { "owner.colour": 1 }, "filter.owner.colour"],
    ["two hops", { "owner.back.level": 1 }, "filter.owner.back.level"],
    ["a relation the actor may not read", { "vault.size": 1 }, "filter.vault.size"],
    ["a relation to a resource that is not there", { "attic.size": 1 }, "filter.attic.size"],
    ["constructor", { constructor: 1 }, "filter.constructor"],
    ["__proto__", JSON.parse('{"__proto__":{"name":"a"}}'), "filter.__proto__"],
    ["a relation of the prototype", { "constructor.name": "a" }, "filter.constructor.name"],
    ["toString as an operator", { name: { toString: "a" } }, "filter.name.toString"],
    ["an unknown operator", { name: { like: "a%" } }, "filter.name.like"],
    ["an object without operators", { name: {} }, "filter.name"],
    ["null as a value", { name: null }, "filter.name"],
    ["null as an operand", { name: { ne: null } }, "filter.name.ne"],
    ["null in a list", { name: { in: ["a", null] } }, "filter.name.in[1]"],
    ["a list as a value", { name: ["a"] }, "filter.name"],
    ["a number for text", { name: 1 }, "filter.name"],
    ["text for an integer", { level: "1" }, "filter.level"],
    ["a fraction for an integer", { level: 1.5 }, "filter.level"],
    ["an integer that is not safe", { level: 2 ** 53 }, "filter.level"],
    ["true for an integer", { level: true }, "filter.level"],
    ["text for a number", { ratio: "0.5" }, "filter.ratio"],
    ["infinity", { ratio: Number.POSITIVE_INFINITY }, "filter.ratio"],
    ["no number", { ratio: Number.NaN }, "filter.ratio"],
    ["text for a boolean", { active: "true" }, "filter.active"],
    ["1 for a boolean", { active: 1 }, "filter.active"],
    ["greater than a boolean", { active: { gt: false } }, "filter.active.gt"],
    ["no date", { due: "soon" }, "filter.due"],
    ["a number for a date", { due: 0 }, "filter.due"],
    ["part of a date", { due: { contains: "2026" } }, "filter.due.contains"],
    ["part of a number", { level: { contains: "1" } }, "filter.level.contains"],
    ["the start of a number", { ratio: { startsWith: "1" } }, "filter.ratio.startsWith"],
    ["equality of a list", { tags: "a" }, "filter.tags"],
    ["a list among values", { tags: { in: ["a"] } }, "filter.tags.in"],
    ["isNull with text", { name: { isNull: "true" } }, "filter.name.isNull"],
    ["in without a list", { name: { in: "a" } }, "filter.name.in"],
    ["a list in a list", { name: { in: [["a"]] } }, "filter.name.in[0]"],
    ["201 values", { level: { in: Array.from({ length: 201 }, () => 1) } }, "filter.level.in"],
    ["half a surrogate pair", { name: "\ud83d" }, "filter.name"],
    ["NUL", { name: { contains: "a\0b" } }, "filter.name.contains"],
    ["a text of 1,001 characters", { name: "a".repeat(1001) }, "filter.name"],
    ["and without a list", { and: { name: "a" } }, "filter.and"],
    ["not with a list", { not: [] }, "filter.not"],
    ["a text in and", { and: ["name"] }, "filter.and[0]"],
    ["what is wrong deep inside", { and: [{ or: [{ not: { level: "x" } }] }] }, "filter.and[0].or[0].not.level"],
    ["six levels", nested(6, { level: 1 }), "filter.not.not.not.not.not.not"],
  ])("names %s", (_, input, field) => {
    const error = refusal(input);
    expect(error.code).toBe("INVALID_FILTER");
    expect(error.details).toEqual([{ field, message: expect.any(String) }]);
  });

  it.each([
    ["51 in one list", { and: Array.from({ length: 51 }, (_, level) => ({ level })) }],
    ["51 spread over groups", { or: Array.from({ length: 17 }, () => ({ level: { gte: 1, lte: 2, ne: 3 } })) }],
    ["51 empty objects", { and: Array.from({ length: 51 }, () => ({})) }],
    ["51 empty groups", { and: Array.from({ length: 51 }, () => ({ or: [] })) }],
  ])("counts conditions: %s", (_, input) => {
    expect(refusal(input).message).toContain("at most 50 conditions");
  });

  it.each([null, undefined, 1, "name", true, [], [{ name: "a" }]])("takes no %j for a filter", (input) => {
    expect(refusal(input).code).toBe("INVALID_FILTER");
  });

  it("tells an unreadable relation, an unknown one and an unknown field in the same words", () => {
    const texts = [{ "vault.size": 1 }, { "nobody.size": 1 }, { size: 1 }].map(
      (input) => refusal(input).details?.[0]?.message,
    );
    expect(new Set(texts).size).toBe(1);
  });

  it("stops at the limit of levels however deep the input goes on", () => {
    let input: unknown = {};
    for (let level = 0; level < 20_000; level += 1) input = { and: [input] };
    expect(refusal(input).message).toContain("at most 5 levels");
  });
});
