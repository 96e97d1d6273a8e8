import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregatePage, aggregateStatement, keyOfRow } from "../../objects/records/aggregate.ts";
import { groupKeyOf } from "../../objects/records/group-keys.ts";
import { compileMatcher } from "../../objects/records/match.ts";
import { parseLiveAggregate } from "../../objects/records/parse-live.ts";
import { parseAggregateParams } from "../../objects/records/parse-query.ts";
import type { AggregateQuery, GroupKey } from "../../objects/records/query.ts";
import { compareValues } from "../../src/protocol/comparison.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { groupings, ownFilters } from "../support/arbitrary-queries.ts";
import { PATIENCE, RUNS, thingRows } from "../support/arbitrary-records.ts";
import { openThings } from "../support/sqlite.ts";
import { empty, insert, record, scopeOf } from "../support/things.ts";

const scope = scopeOf();
const database = openThings();

function run(query: AggregateQuery, only?: readonly GroupKey[]) {
  const { sql, params } = aggregateStatement(query, scope, only);
  return database.sql.exec(sql, ...params).toArray();
}

const answer = (query: AggregateQuery, only?: readonly GroupKey[]) => aggregatePage(query, run(query, only)).data;
const ask = (text: string) => answer(parseAggregateParams(new URLSearchParams(text), scope));

/** Groups in memory, in the order of their keys. */
function groupsOf(query: AggregateQuery, rows: readonly RecordData[]): { key: GroupKey; rows: RecordData[] }[] {
  const groups = new Map<string, { key: GroupKey; rows: RecordData[] }>();
  for (const row of rows) {
    const key = groupKeyOf(query, row);
    const group = groups.get(JSON.stringify(key)) ?? { key, rows: [] };
    groups.set(JSON.stringify(key), { ...group, rows: [...group.rows, row] });
  }
  return [...groups.values()].sort((a, b) => {
    const differing = a.key.findIndex((value, index) => compareValues(value, b.key[index] ?? null, 1) !== 0);
    return differing < 0 ? 0 : compareValues(a.key[differing] ?? null, b.key[differing] ?? null, 1);
  });
}

const numbersOf = (rows: readonly RecordData[], path: string) =>
  rows.map((row) => row[path]).filter((value) => typeof value === "number");

/** Exact, however large. */
const exactSum = (values: readonly number[]) => Number(values.reduce((sum, value) => sum + BigInt(value), 0n));

const all = fc
  .tuple(groupings, ownFilters)
  .map(([groupBy, filter]) =>
    parseLiveAggregate(
      { groupBy, count: true, sum: ["amount", "level"], avg: ["amount"], min: ["due", "ratio"], max: ["amount"] },
      { filter },
      scope,
    ),
  );

describe("aggregates in SQL and in memory", () => {
  it(
    "agree on groups, counts, exact sums, averages and extremes",
    () => {
      const property = fc.property(thingRows, all, (rows, query) => {
        empty(database);
        insert(database, rows);
        const matches = compileMatcher(query.filter);
        const groups = groupsOf(
          query,
          rows.filter((row) => row.deletedAt === null && matches(row)),
        );
        if (query.groupBy.length === 0 && groups.length === 0) groups.push({ key: [], rows: [] });
        const expected = groups.map(({ key, rows: members }) => {
          const amounts = numbersOf(members, "amount");
          const ratios = numbersOf(members, "ratio");
          const dues = members.map((row) => row.due).filter((value) => typeof value === "string");
          return {
            ...Object.fromEntries(query.groupBy.map((term, index) => [term.label, key[index]])),
            count: members.length,
            sum: { amount: exactSum(amounts), level: exactSum(numbersOf(members, "level")) },
            avg: { amount: amounts.length === 0 ? null : exactSum(amounts) / amounts.length },
            min: { due: dues.sort()[0] ?? null, ratio: ratios.length === 0 ? null : Math.min(...ratios) + 0 },
            max: { amount: amounts.length === 0 ? null : Math.max(...amounts) },
          };
        });
        expect(answer(query)).toEqual(expected);
      });
      fc.assert(property, { numRuns: RUNS });
    },
    PATIENCE,
  );

  it(
    "agree on the rows of given groups, few or many",
    () => {
      const property = fc.property(thingRows, all, fc.integer({ min: 1, max: 6 }), (rows, query, wanted) => {
        empty(database);
        insert(database, rows);
        const found = run(query);
        const keys = found.slice(0, wanted).map((row) => keyOfRow(query, row));
        expect(answer(query, keys)).toEqual(answer(query).slice(0, wanted));
      });
      fc.assert(property, { numRuns: RUNS });
    },
    PATIENCE,
  );

  it(
    "group every record of the table under the key that memory gives it",
    () => {
      const property = fc.property(thingRows, groupings, (rows, groupBy) => {
        empty(database);
        const query = parseLiveAggregate({ groupBy, count: true }, {}, scope);
        for (const row of rows) {
          empty(database);
          insert(database, [{ ...row, deletedAt: null }]);
          expect(run(query).map((found) => keyOfRow(query, found))).toEqual([groupKeyOf(query, row)]);
        }
      });
      fc.assert(property, { numRuns: Math.ceil(RUNS / 10) });
    },
    PATIENCE,
  );
});

describe("an aggregate's answer", () => {
  const fill = () => {
    empty(database);
    insert(database, [
      record("thi_1", { nick: "open", amount: 100, ratio: 0.5, active: true, due: "2026-11-21T02:52:58.123Z" }),
      record("thi_2", { nick: "open", amount: null, ratio: null, active: false, due: "2026-11-16T00:00:00.000Z" }),
      record("thi_3", { nick: null, amount: 50, ratio: 0.25, active: null, due: null }),
    ]);
  };

  it("has the shape of the contract", () => {
    fill();
    expect(ask("groupBy=nick&count=true&sum=amount,ratio&avg=amount,ratio&min=amount&max=due")).toEqual([
      {
        nick: "open",
        count: 2,
        sum: { amount: 100, ratio: 0.5 },
        avg: { amount: 100, ratio: 0.5 },
        min: { amount: 100 },
        max: { due: "2026-11-21T02:52:58.123Z" },
      },
      {
        nick: null,
        count: 1,
        sum: { amount: 50, ratio: 0.25 },
        avg: { amount: 50, ratio: 0.25 },
        min: { amount: 50 },
        max: { due: null },
      },
    ]);
  });

  it.each([
    ["due:hour", ["2026-11-16T00:00Z", "2026-11-21T02:00Z", null]],
    ["due:day", ["2026-11-16", "2026-11-21", null]],
    ["due:week", ["2026-11-16", null]],
    ["due:month", ["2026-11", null]],
    ["active", [false, true, null]],
  ])("groups by %s", (label, keys) => {
    fill();
    expect(ask(`groupBy=${label}`).map((row) => row[label])).toEqual(keys);
  });

  it("sums nothing to 0 and knows no average or extreme of it", () => {
    empty(database);
    expect(ask("count=true&sum=amount,ratio&avg=amount,ratio&min=amount&max=due")).toEqual([
      {
        count: 0,
        sum: { amount: 0, ratio: 0 },
        avg: { amount: null, ratio: null },
        min: { amount: null },
        max: { due: null },
      },
    ]);
    expect(ask("groupBy=nick")).toEqual([]);
  });

  it("sums whole numbers beyond what SQLite's own sum holds", () => {
    empty(database);
    const rows = Array.from({ length: 2000 }, (_, index) =>
      record(`thi_${index}`, { amount: Number.MAX_SAFE_INTEGER }),
    );
    database.transaction(() => insert(database, rows));
    expect(() => database.sql.exec("SELECT sum(amount) FROM things")).toThrow("integer overflow");
    expect(ask("sum=amount&avg=amount")).toEqual([
      { sum: { amount: Number(2000n * BigInt(Number.MAX_SAFE_INTEGER)) }, avg: { amount: Number.MAX_SAFE_INTEGER } },
    ]);
  });

  it("has null for a sum beyond the range of numbers", () => {
    empty(database);
    insert(database, [record("thi_1", { ratio: 1.7e308 }), record("thi_2", { ratio: 1.7e308 })]);
    expect(ask("sum=ratio&avg=ratio")).toEqual([{ sum: { ratio: null }, avg: { ratio: null } }]);
  });

  it("shows 1,000 groups and says when there are more", () => {
    empty(database);
    const rows = Array.from({ length: 1001 }, (_, index) => record(`thi_${index}`, { level: index }));
    database.transaction(() => insert(database, rows));
    const query = parseAggregateParams(new URLSearchParams("groupBy=level"), scope);
    const page = aggregatePage(query, run(query));
    expect(page.truncated).toBe(true);
    expect(page.data).toHaveLength(1000);
    expect(page.data[999]).toEqual({ level: 999, count: 1 });
    database.sql.exec("DELETE FROM things WHERE level = 0");
    expect(aggregatePage(query, run(query)).truncated).toBe(false);
  });

  it("counts only what the actor may see and the search finds", () => {
    fill();
    const ruled = scopeOf({ things: { op: "eq", path: "nick", value: "open" } });
    const { sql, params } = aggregateStatement(parseAggregateParams(new URLSearchParams(), ruled), ruled);
    expect(database.sql.exec(sql, ...params).toArray()[0]?.n).toBe(2);
    expect(ask("q=...")).toEqual([{ count: 0 }]);
  });

  it("finds single groups through an index, spans of dates included", () => {
    database.script("CREATE INDEX IF NOT EXISTS things_due ON things (due)");
    const query = parseLiveAggregate({ groupBy: ["due:week"], count: true }, {}, scope);
    const { sql, params } = aggregateStatement(query, scope, [["2026-11-16"], [null]]);
    const plan = JSON.stringify(database.sql.exec(`EXPLAIN QUERY PLAN ${sql}`, ...params).toArray());
    expect(plan).toContain("USING INDEX things_due (due>? AND due<?)");
    expect(plan).not.toContain("SCAN t");
  });
});
