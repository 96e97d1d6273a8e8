import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregateStatement } from "../../objects/records/aggregate.ts";
import { encodeCursor } from "../../objects/records/cursor.ts";
import { countStatement, listStatement } from "../../objects/records/page.ts";
import { parseLiveAggregate } from "../../objects/records/parse-live.ts";
import { parseQuery } from "../../objects/records/parse-query.ts";
import type { GroupKey } from "../../objects/records/query.ts";
import type { QueryScope } from "../../objects/records/scope.ts";
import type { Filter } from "../../src/protocol/filter.ts";
import { auditLog } from "../../src/resources/audit-log.ts";
import { PATIENCE, RUNS } from "../support/arbitrary-records.ts";
import { openSqlite, openThings } from "../support/sqlite.ts";
import { index, insert, record, scopeOf } from "../support/things.ts";

const CREATED_BY_2: Filter = { op: "eq", path: "createdBy", value: "usr_2" };

const rows = [
  record("thi_1", { name: "Ada Lovelace", nick: "the first programmer" }),
  record("thi_2", { name: "programmer", nick: "col: x NEAR y" }),
  record("thi_3", { name: "Zoë 東京", nick: "ann@example.com", createdBy: "usr_2" }),
  record("thi_4", { name: "programmer", nick: "gone", deletedAt: "2026-01-01T00:00:00.000Z" }),
];

const database = openThings();
insert(database, rows);
index(database, rows);

function list(params: Record<string, string>, scope: QueryScope = scopeOf()): string {
  const query = parseQuery(new URLSearchParams(params), scope);
  const page = listStatement(query, scope);
  const found = database.sql.exec<{ id: string }>(page.sql, ...page.params).toArray();
  const counted = countStatement(query, scope);
  const [total] = database.sql.exec(counted.sql, ...counted.params).toArray();
  expect(total).toEqual({ total: found.length });
  return found.map((row) => row.id.slice(-1)).join("");
}

describe("a page", () => {
  it("shows living records unless it is asked for others", () => {
    expect(list({})).toBe("321");
    expect(list({ deleted: "include" })).toBe("4321");
    expect(list({ deleted: "only" })).toBe("4");
  });

  it("shows only rows that the actor may see, in searches too", () => {
    const scope = scopeOf({ things: CREATED_BY_2 });
    expect(list({}, scope)).toBe("3");
    expect(list({ q: "ann" }, scope)).toBe("3");
    expect(list({ q: "programmer" }, scope)).toBe("");
    expect(list({ deleted: "include" }, scope)).toBe("3");
  });

  it("names its columns in the order of the fields", () => {
    const { sql } = listStatement(parseQuery(new URLSearchParams(), scopeOf()), scopeOf());
    expect(sql).toMatch(
      /^SELECT t\."id", t\."created_at", .*t\."count" FROM "things" AS t WHERE t\."deleted_at" IS NULL ORDER BY t\."id" DESC LIMIT \?$/,
    );
  });

  it("reads the log from its end, page after page, without sorting it", () => {
    const log = openSqlite();
    log.script(
      "CREATE TABLE changes (seq INTEGER PRIMARY KEY, id TEXT AS (printf('chg_%014d', seq)) VIRTUAL, at TEXT, actor_kind TEXT, actor_id TEXT, request_id TEXT, resource TEXT, record_id TEXT, action TEXT, before TEXT, after TEXT) STRICT",
    );
    const scope = scopeOf({}, auditLog);
    const first = parseQuery(new URLSearchParams(), scope);
    const entry = record("chg_00000000000007", { seq: 7 }, auditLog);
    for (const cursor of [null, encodeCursor(first, entry)]) {
      const { sql, params } = listStatement({ ...first, cursor }, scope);
      const plan = JSON.stringify(log.sql.exec(`EXPLAIN QUERY PLAN ${sql}`, ...params).toArray());
      expect(plan).not.toContain("TEMP B-TREE");
      expect(plan).toContain(cursor === null ? "SCAN t" : "SEARCH t USING INTEGER PRIMARY KEY (rowid<?)");
    }
  });

  it("asks for one row more than it shows", () => {
    const query = parseQuery(new URLSearchParams("limit=2"), scopeOf());
    expect(listStatement(query, scopeOf()).params).toEqual([3]);
  });
});

describe("a search", () => {
  it.each([
    ["ranks a word in the title above one in the text", "programmer", "21"],
    ["finds the beginnings of words", "prog", "21"],
    ["wants every word", "ada programmer", "1"],
    ["ignores case", "ADA", "1"],
    ["finds addresses", "ann@example.com", "3"],
    ["finds other scripts", "東", "3"],
    ["takes operators for words", "NEAR y", "2"],
    ["takes a colon for what it is", "col: x", "2"],
  ])("%s", (_, q, expected) => {
    expect(list({ q })).toBe(expected);
  });

  it("is sorted and walked like any list when it names a sort", () => {
    expect(list({ q: "programmer", sort: "id" })).toBe("12");
    const query = parseQuery(new URLSearchParams("q=programmer&sort=id&limit=1"), scopeOf());
    const { sql, params } = listStatement({ ...query, cursor: encodeCursor(query, record("thi_1")) }, scopeOf());
    expect(
      database.sql
        .exec(sql, ...params)
        .toArray()
        .map((row) => row.id),
    ).toEqual(["thi_2"]);
  });

  it("has one page when it is ranked", () => {
    const query = parseQuery(new URLSearchParams("q=programmer"), scopeOf());
    expect(encodeCursor(query, record("thi_1"))).toBeNull();
    expect(() => listStatement({ ...query, cursor: "abc" }, scopeOf())).toThrow(
      "The cursor does not belong to this query.",
    );
  });

  it.each([
    '"',
    "*",
    "NEAR(",
    "col:",
    "-x",
    "^",
    "😀",
    "\0",
    "a\0b",
    "\ud83d",
    "(",
    ")",
    "a*",
    'a"b',
    "''",
    "--",
    ";",
    "AND",
    "OR NOT",
    "{a b}:c",
    "+",
    "…",
    "a".repeat(5000),
    "a ".repeat(500),
  ])("answers whatever a person types: %j", (q) => {
    expect(list({ q })).toMatch(/^[1-3]*$/);
    expect(list({ q, sort: "name" })).toMatch(/^[1-3]*$/);
  });

  it(
    "answers any text at all",
    () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), (q) => {
          expect(list({ q })).toMatch(/^[1-3]*$/);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it("finds nothing without a letter or digit to look for", () => {
    expect(list({ q: '"*" ...' })).toBe("");
    expect(list({ q: "😀", sort: "name" })).toBe("");
  });
});

describe("the heaviest query the contract allows", () => {
  const scope = scopeOf({ things: CREATED_BY_2, owners: CREATED_BY_2, labels: CREATED_BY_2 });
  const values = Array.from({ length: 200 }, (_, number) => number);
  const kinds: readonly ((number: number) => unknown)[] = [
    (number) => ({ "owner.size": { gte: number } }),
    (number) => ({ "labels.size": { nin: [...values, number].slice(-200) } }),
    (number) => ({ "custom.weight": { in: [...values, number].slice(-200) } }),
    (number) => ({ "owner.title": { contains: `${number}${"x".repeat(900)}` } }),
    (number) => ({ not: { "custom.since": { lt: `20${String(number + 10)}-01-01` } } }),
    (number) => ({ "lists.custom.tier": { startsWith: String(number) } }),
  ];
  const sort = "custom.since,-custom.weight,amount,due";
  const last = record("thi_1", {
    amount: 1,
    due: "2026-01-01T00:00:00.000Z",
    custom: { since: "2026-01-01T00:00:00.000Z", weight: 1 },
  });

  const filters: [string, unknown][] = kinds.map((kind, number) => [
    `kind ${number}`,
    { or: values.slice(0, 50).map(kind) },
  ]);
  const mixed = values.slice(0, 50).map((number) => kinds[number % kinds.length]?.(number));
  it.each([...filters, ["all kinds", { and: mixed }], ["any kind", { or: mixed }]])(
    "keeps within 100 parameters, 100 levels and 100 KB: %s",
    (_, filter) => {
      const parsed = parseQuery(new URLSearchParams({ sort, q: "a b c", filter: JSON.stringify(filter) }), scope);
      const query = { ...parsed, cursor: encodeCursor(parsed, last) };
      const statement = listStatement(query, scope);
      expect(statement.params.length).toBeLessThan(100);
      expect(statement.sql.length).toBeLessThan(100_000);
      expect(() => database.sql.exec(statement.sql, ...statement.params)).not.toThrow();
      const aggregate = parseLiveAggregate(
        {
          groupBy: ["custom.since:week", "due:hour", "custom.weight", "nick"],
          sum: ["amount", "ratio"],
          avg: ["level", "custom.score"],
          min: ["due", "custom.weight"],
          max: ["due", "custom.since"],
        },
        { filter, q: "a b c" },
        scope,
      );
      const key: GroupKey = ["2026-11-16", "2026-11-21T02:00Z", 1.5, "x"];
      for (const keys of [
        [key, key],
        [key, key, key],
      ]) {
        const groups = aggregateStatement(aggregate, scope, keys);
        expect(groups.params.length).toBeLessThan(100);
        expect(() => database.sql.exec(groups.sql, ...groups.params)).not.toThrow();
      }
    },
  );

  it("keeps within them five levels deep", () => {
    const leaf = (number: number) => ({ "custom.weight": { in: [number] } });
    const level = (depth: number): unknown => {
      const leaves: unknown[] = values.slice(0, 10).map(leaf);
      if (depth < 5) leaves[depth] = level(depth + 1);
      return depth % 2 === 0 ? { and: leaves } : { or: leaves };
    };
    const query = parseQuery(new URLSearchParams({ sort, q: "a", filter: JSON.stringify(level(1)) }), scope);
    const statement = listStatement({ ...query, cursor: encodeCursor(query, last) }, scope);
    expect(() => database.sql.exec(statement.sql, ...statement.params)).not.toThrow();
  });
});
