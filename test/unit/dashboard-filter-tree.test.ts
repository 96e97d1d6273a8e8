import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../../src/client/matches.ts";
import {
  added,
  type ConditionNode,
  conditionsIn,
  exceeded,
  type FilterNode,
  type GroupNode,
  levelsOf,
  NO_FILTER,
  nodeAt,
  readFilter,
  removed,
  replaced,
  writeFilter,
} from "../../src/dashboard/records/filter-tree.ts";
import { askedOperator, conditionOn, operatorsOf, withOperator } from "../../src/dashboard/records/operators.ts";
import { readRelative, writeRelative } from "../../src/dashboard/records/relative-date.ts";

const stage: ConditionNode = { kind: "condition", path: "stage", op: "eq", value: "new" };
const value: ConditionNode = { kind: "condition", path: "value", op: "gte", value: 100 };
const group = (join: "and" | "or", ...nodes: FilterNode[]): GroupNode => ({
  kind: "group",
  join,
  negated: false,
  nodes,
});

describe("a filter as a tree", () => {
  it("is read from all that the contract allows, and written as short as it can be", () => {
    const filter = {
      and: [{ stage: "new" }, { or: [{ value: { gte: 100 } }, { not: { ownerId: { isNull: true } } }] }],
    };
    const tree = readFilter(filter);
    expect(tree && writeFilter(tree)).toEqual(filter);
    const two = readFilter({ stage: "new", value: { gte: 1, lt: 5 } });
    expect(two && writeFilter(two)).toEqual({ and: [{ stage: "new" }, { value: { gte: 1 } }, { value: { lt: 5 } }] });
    expect(writeFilter(NO_FILTER)).toBeNull();
    expect(readFilter({})).toEqual(NO_FILTER);
  });

  it("is refused where it is none", () => {
    for (const wrong of [
      null,
      1,
      "a",
      [],
      { and: {} },
      { stage: { like: "a" } },
      { stage: {} },
      { stage: null },
      { not: 1 },
    ])
      expect(readFilter(wrong)).toBeNull();
  });

  it("leaves out what is not filled in", () => {
    const tree = group("and", stage, { ...value, value: null }, group("or", { ...stage, op: "in", value: [] }));
    expect(writeFilter(tree)).toEqual({ stage: "new" });
    expect(conditionsIn(tree)).toBe(3);
  });

  it("asks for the same records after it was read and written", () => {
    const condition = fc.oneof(
      fc.record({ a: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ b: fc.record({ gte: fc.integer({ min: 0, max: 3 }), lte: fc.integer({ min: 0, max: 3 }) }) }),
      fc.record({ a: fc.record({ in: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 }) }) }),
      fc.record({ b: fc.record({ isNull: fc.boolean() }) }),
    );
    const { node } = fc.letrec<{ node: object }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        condition,
        fc.record({ and: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ or: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie("node") }),
        fc.record({ a: fc.integer({ min: 0, max: 3 }), not: tie("node") }),
      ),
    }));
    const row = fc.record({
      a: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 })),
      b: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 })),
    });
    fc.assert(
      fc.property(node, row, (filter, record) => {
        const tree = readFilter(filter);
        expect(tree).not.toBeNull();
        expect(matches((tree && writeFilter(tree)) ?? {}, record)).toBe(matches(filter, record));
      }),
    );
  });

  it("is edited at a place, and groups that are left empty go", () => {
    const tree = group("and", stage, group("or", value));
    expect(nodeAt(tree, [1, 0])).toBe(value);
    expect(nodeAt(tree, [0, 0])).toBeNull();
    expect(nodeAt(tree, [])).toBe(tree);
    expect(nodeAt(replaced(tree, [1, 0], stage), [1, 0])).toBe(stage);
    expect(nodeAt(added(tree, [1], stage), [1, 1])).toBe(stage);
    expect(added(tree, [0], stage)).toBe(tree);
    expect(removed(tree, [1, 0])).toEqual(group("and", stage));
    expect(removed(tree, [])).toBe(NO_FILTER);
    expect(tree).toEqual(group("and", stage, group("or", value)));
  });

  it("is measured as the service measures it", () => {
    const nest = (depth: number): GroupNode => group("or", stage, ...(depth > 1 ? [nest(depth - 1)] : [value]));
    expect(levelsOf(writeFilter(nest(5)))).toBe(5);
    expect(exceeded(nest(5))).toBeNull();
    expect(exceeded(nest(6))).toBe("depth");
    expect(exceeded(group("and", ...Array.from({ length: 51 }, () => stage)))).toBe("conditions");
    expect(exceeded(group("and", { ...stage, op: "in", value: Array.from({ length: 201 }, String) }))).toBe(
      "listValues",
    );
  });
});

describe("the operators of a condition", () => {
  it("are those of the field's kind, and emptiness where it may be empty", () => {
    expect(operatorsOf("boolean", false)).toEqual(["eq", "ne"]);
    expect(operatorsOf("list", false)).toEqual(["contains", "empty", "filled"]);
    expect(operatorsOf("text", true)).toContain("startsWith");
    expect(operatorsOf("date", true)).not.toContain("contains");
  });

  it("keep what was filled in where the new one takes it", () => {
    expect(withOperator(stage, "in").value).toEqual(["new"]);
    expect(withOperator({ ...stage, op: "in", value: ["new", "won"] }, "ne").value).toBe("new");
    expect(withOperator(stage, "filled")).toMatchObject({ op: "isNull", value: false });
    expect(withOperator({ ...stage, op: "isNull", value: true }, "in").value).toEqual([]);
    expect(askedOperator({ op: "isNull", value: false })).toBe("filled");
    expect(askedOperator(value)).toBe("gte");
  });

  it("begin with what people ask most", () => {
    expect(conditionOn("stage", "text", true)).toMatchObject({ op: "in", value: [] });
    expect(conditionOn("title", "text", false)).toMatchObject({ op: "contains", value: null });
    expect(conditionOn("createdAt", "date", false)).toMatchObject({ op: "gte", value: "now-7d" });
  });
});

describe("a time from now on", () => {
  it("is written as it was read", () => {
    for (const text of ["now", "now-7d", "startOfMonth+2w", "today-12h", "startOfYear"]) {
      const date = readRelative(text);
      expect(date && writeRelative(date)).toBe(text);
    }
    expect(readRelative("2026-11-21")).toBeNull();
    expect(readRelative(7)).toBeNull();
    expect(readRelative("now-0d")).toMatchObject({ offset: 0 });
  });
});
