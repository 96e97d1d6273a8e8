import { describe, expect, it } from "vitest";
import { compileFilter, FILTER_PARAMS } from "../../objects/records/compile.ts";
import { exactNumberSql, numberParts } from "../../objects/records/exact-number.ts";
import { matches, needsQuery, relationsOf } from "../../objects/records/match.ts";
import { parseFilter } from "../../objects/records/parse-filter.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Filter } from "../../src/protocol/filter.ts";
import { openSqlite, openThings } from "../support/sqlite.ts";
import { insert, record, resources, scopeOf, things } from "../support/things.ts";

const rows = [
  record("thi_1", {
    name: "Anna",
    nick: "ann",
    amount: 1,
    ratio: 0.5,
    active: true,
    due: "2026-11-20T00:00:00.000Z",
    tags: ["Red", "blue"],
    custom: { tier: "gold", score: 7 },
  }),
  record("thi_2", {
    name: "anna",
    nick: null,
    amount: null,
    ratio: null,
    active: null,
    due: null,
    tags: [],
    custom: { score: 2 ** 60, weight: 4.147525638573952e229, since: "0000-01-01T00:00:00.000Z" },
  }),
  record("thi_3", {
    name: "ÄNNA",
    nick: "",
    amount: 2,
    ratio: 2,
    active: false,
    due: "2026-11-22T00:00:00.000Z",
    tags: ["redder"],
    custom: { tier: 5, score: "7" },
  }),
  record("thi_4", {
    name: "😀",
    nick: "\uffff",
    amount: -3,
    ratio: -0.5,
    active: true,
    due: "2026-11-21T10:20:30.456Z",
    tags: ["RED"],
    custom: { tier: "", score: 0 },
  }),
];

const database = openThings();
insert(database, rows);

function select(filter: Filter, scope = scopeOf()): string[] {
  const { sql, params } = compileFilter(filter, scope, "t");
  return database.sql
    .exec<{ id: string }>(`SELECT t.id FROM things AS t WHERE ${sql} ORDER BY t.id`, ...params)
    .toArray()
    .map((row) => row.id);
}

describe("what a condition means, in SQL and in memory", () => {
  it.each([
    ["eq compares text exactly", { name: "anna" }, "2"],
    ["eq on null never holds", { nick: "ann" }, "1"],
    ["ne matches null", { nick: { ne: "ann" } }, "234"],
    ["ne of a boolean matches null", { active: { ne: true } }, "23"],
    ["gt leaves out null", { amount: { gt: 1 } }, "3"],
    ["gte leaves out null", { amount: { gte: 1 } }, "13"],
    ["lt leaves out null", { amount: { lt: 1 } }, "4"],
    ["lte leaves out null", { amount: { lte: 1 } }, "14"],
    ["not of a condition on null holds", { not: { amount: { gt: 1 } } }, "124"],
    ["not twice is the condition", { not: { not: { amount: { gt: 1 } } } }, "3"],
    ["not of and", { not: { and: [{ active: true }, { amount: { gt: 0 } }] } }, "234"],
    ["not of or", { not: { or: [{ active: true }, { amount: 2 }] } }, "2"],
    ["in finds one of several", { amount: { in: [1, 2, 9] } }, "13"],
    ["in nothing matches nothing", { amount: { in: [] } }, ""],
    ["nin matches null", { amount: { nin: [1, 2] } }, "24"],
    ["nin nothing matches everything", { amount: { nin: [] } }, "1234"],
    ["in takes booleans", { active: { in: [false] } }, "3"],
    ["isNull true", { nick: { isNull: true } }, "2"],
    ["isNull false keeps the empty text", { nick: { isNull: false } }, "134"],
    ["contains folds ASCII", { name: { contains: "NN" } }, "123"],
    ["contains does not fold other letters", { name: { contains: "änna" } }, ""],
    ["contains the empty text means not null", { nick: { contains: "" } }, "134"],
    ["contains knows no wildcards", { name: { contains: "%" } }, ""],
    ["startsWith folds ASCII", { name: { startsWith: "AN" } }, "12"],
    ["startsWith is not contains", { name: { startsWith: "nna" } }, ""],
    ["text compares by code point", { name: { gt: "\uffff" } }, "4"],
    ["and by case", { name: { lt: "a" } }, "1"],
    ["a list contains a whole element, ASCII case aside", { tags: { contains: "red" } }, "14"],
    ["a list is never null", { tags: { isNull: true } }, ""],
    ["dates compare as times", { due: { gte: "now" } }, "34"],
    ["a number field takes integers", { ratio: 2 }, "3"],
    ["a custom field", { "custom.tier": "gold" }, "1"],
    ["a custom value of another kind counts as null", { "custom.tier": { isNull: true } }, "23"],
    ["so does a number that SQLite may misread", { "custom.weight": { gt: 0 } }, ""],
    ["so does a whole number that is not safe", { "custom.score": { isNull: true } }, "23"],
    ["and a time before the year 1", { "custom.since": { isNull: false } }, ""],
    ["and all of these match ne", { "custom.score": { ne: 7 } }, "234"],
    ["everything", {}, "1234"],
    ["an empty and", { and: [] }, "1234"],
    ["an empty or", { or: [] }, ""],
    ["not of an empty or", { not: { or: [] } }, "1234"],
    ["not everything", { not: {} }, ""],
  ])("%s", (_, input, expected) => {
    const filter = parseFilter(input, scopeOf());
    const ids = Array.from(expected, (digit) => `thi_${digit}`);
    expect(select(filter)).toEqual(ids);
    expect(rows.filter((row) => matches(filter, row)).map((row) => row.id)).toEqual(ids);
  });
});

describe("conditions on relations", () => {
  const world = openThings();
  insert(world, [
    record("thi_1", { ownerId: "own_1", labelIds: ["lab_1", "lab_2"] }),
    record("thi_2", { ownerId: "own_2", labelIds: ["lab_2"] }),
    record("thi_3", { ownerId: "own_9", labelIds: [] }),
    record("thi_4", { ownerId: null }),
  ]);
  const related = (name: string, id: string, fields: Parameters<typeof record>[1]) => {
    const resource = resources.get(name);
    if (resource) insert(world, [record(id, fields, resource)], resource);
  };
  related("owners", "own_1", { size: 10 });
  related("owners", "own_2", { size: 20, deletedAt: "2026-01-01T00:00:00.000Z" });
  related("labels", "lab_1", { size: 1 });
  related("labels", "lab_2", { size: 2, createdBy: "usr_2" });
  related("notes", "not_1", { thingId: "thi_1", size: 5 });
  related("notes", "not_2", { thingId: "thi_1", size: 6 });
  related("lists", "lis_1", { thingIds: ["thi_1", "thi_3"], size: null });

  const find = (input: unknown, scope = scopeOf()) => {
    const { sql, params } = compileFilter(parseFilter(input, scope), scope, "t");
    const found = world.sql
      .exec<{ id: string }>(`SELECT t.id FROM things AS t WHERE ${sql} ORDER BY t.id`, ...params)
      .toArray();
    return found.map((row) => row.id.slice(-1)).join("");
  };

  it.each([
    ["one: the record it names", { "owner.size": 10 }, "1"],
    ["one: a deleted record does not count", { "owner.size": 20 }, ""],
    ["one: ne needs a record too", { "owner.size": { ne: 99 } }, "1"],
    ["one: not holds without a record", { not: { "owner.size": 10 } }, "234"],
    ["list: any of the records it names", { "labels.size": 2 }, "12"],
    ["many: any record that names it", { "notes.size": { gte: 6 } }, "1"],
    ["many: each condition may be met by another record", { and: [{ "notes.size": 5 }, { "notes.size": 6 }] }, "1"],
    ["many through a list", { "lists.size": { isNull: true } }, "13"],
  ])("%s", (_, input, expected) => {
    expect(find(input)).toBe(expected);
  });

  it("count only related records that the actor may see", () => {
    const scope = scopeOf({ labels: { op: "eq", path: "createdBy", value: "usr_2" } });
    expect(find({ "labels.size": { gte: 1 } }, scope)).toBe("12");
    expect(find({ "labels.size": 1 }, scope)).toBe("");
  });

  it("need a query, as do searches; other filters do not", () => {
    const scope = scopeOf();
    const through = parseFilter({ or: [{ level: 1 }, { not: { "owner.size": 1 } }, { "labels.title": "a" }] }, scope);
    expect(needsQuery(through, null)).toBe(true);
    expect([...relationsOf(through)]).toEqual(["owner", "labels"]);
    expect(needsQuery(parseFilter({ "custom.tier": "gold" }, scope), null)).toBe(false);
    expect(needsQuery(parseFilter({}, scope), "words")).toBe(true);
    expect(() => matches(through, record("thi_1"))).toThrow("only SQL");
  });
});

describe("the SQL of a filter", () => {
  it("is the same text for the same shape", () => {
    const text = (input: unknown) => compileFilter(parseFilter(input, scopeOf()), scopeOf(), "t").sql;
    expect(text({ name: { in: ["a"] }, level: 1 })).toBe(text({ name: { in: ["b", "c", "d"] }, level: 2 }));
    expect(text({ name: "a" })).toBe('t."name" = ?');
  });

  it("carries every number exactly, in lists and packed", () => {
    const numbers = [5e-324, 1.7976931348623157e308, -4.147525638573952e229, 12345678901234567000, 0.1, 1e-60, 1e60, 0];
    const { sql } = openSqlite();
    const exact = `SELECT ${exactNumberSql("e.value", "$")} AS number FROM json_each(?) AS e ORDER BY e.key`;
    const read = sql.exec(exact, JSON.stringify(numbers.map(numberParts))).toArray();
    expect(read.map((row) => row.number)).toEqual(numbers);
    const large = openThings();
    insert(
      large,
      numbers.map((ratio, index) => record(`thi_${index}`, { ratio })),
    );
    const { sql: where, params } = compileFilter(parseFilter({ ratio: { in: numbers } }, scopeOf()), scopeOf(), "t");
    expect(large.sql.exec(`SELECT t.id FROM things AS t WHERE ${where}`, ...params).toArray()).toHaveLength(
      numbers.length,
    );
  });

  it("uses an index for positive conditions", () => {
    database.script("CREATE INDEX IF NOT EXISTS things_amount ON things (amount)");
    const { sql, params } = compileFilter(
      parseFilter({ amount: { gte: 1 }, not: { name: "a" } }, scopeOf()),
      scopeOf(),
      "t",
    );
    const plan = database.sql.exec(`EXPLAIN QUERY PLAN SELECT t.id FROM things AS t WHERE ${sql}`, ...params).toArray();
    expect(JSON.stringify(plan)).toContain("USING INDEX things_amount");
  });

  it("packs its operands when row rules would use up the parameters", () => {
    const scope = scopeOf({ owners: { op: "eq", path: "createdBy", value: "usr_1" } });
    const conditions = Array.from({ length: 48 }, (_, index) => ({ "owner.size": { gte: index - 60 } }));
    const more = [{ ratio: { in: [0.5, -0.5] } }, { name: { contains: "😀" } }];
    const filter = parseFilter({ or: [{ and: more }, ...conditions] }, scope);
    const { params } = compileFilter(filter, scope, "t");
    expect(params).toHaveLength(1);
    expect(FILTER_PARAMS).toBeLessThan(98);
    expect(select(filter, scope)).toEqual(["thi_4"]);
  });

  it("keeps the meaning a tenant's own field had when the filter was parsed", () => {
    const filter = parseFilter({ "custom.tier": "gold" }, scopeOf());
    const later = { ...scopeOf(), custom: () => new Map() };
    expect(select(filter, later)).toEqual(["thi_1"]);
    expect(() => parseFilter({ "custom.tier": "gold" }, later)).toThrow(AppError);
  });

  it("refuses a condition whose field is gone or out of sight", () => {
    const refused = (path: string) => () => compileFilter({ op: "eq", path, value: 1 }, scopeOf(), "t");
    expect(refused("gone")).toThrow('There is no field "gone"');
    expect(refused("vault.size")).toThrow('There is no field "vault.size"');
    expect(refused("custom.it's")).toThrow('There is no field "custom.it\'s"');
  });

  it("never lets a custom name reach the SQL text unchecked", () => {
    const names = ['a"b', "a'b", "a b", "A", "", "a".repeat(41)];
    const scope = { ...scopeOf(), custom: () => new Map(names.map((name) => [name, "text" as const])) };
    for (const name of names)
      expect(() => parseFilter({ [`custom.${name}`]: "x" }, scope)).toThrow("There is no such field");
    expect(things.fields.has("custom")).toBe(true);
  });
});
