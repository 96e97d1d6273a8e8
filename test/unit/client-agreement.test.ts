import fc from "fast-check";
import { expect, it } from "vitest";
import { isOfKind } from "../../objects/records/field-value.ts";
import { matches as matchesOnServer } from "../../objects/records/match.ts";
import { compareRecords } from "../../objects/records/order.ts";
import { parseFilter } from "../../objects/records/parse-filter.ts";
import { parseLiveQuery } from "../../objects/records/parse-live.ts";
import type { Row } from "../../src/client/field.ts";
import { matches } from "../../src/client/matches.ts";
import { orderOf } from "../../src/client/order.ts";
import type { Json, RecordData } from "../../src/resources/define.ts";
import { allFilters, ownFilters, sorts } from "../support/arbitrary-queries.ts";
import { idsOf, PATIENCE, RUNS, thingRows } from "../support/arbitrary-records.ts";
import { scopeOf } from "../support/things.ts";

const scope = scopeOf();
const kinds = scope.custom("things");

/** Without values of the tenant's own fields that are older than the field's kind: of these only the server can tell. */
function current(row: RecordData): RecordData {
  const custom: Record<string, Json> = {};
  for (const [name, value] of Object.entries(Object(row.custom))) {
    const kind = kinds.get(name);
    const json: Json = JSON.parse(JSON.stringify(value ?? null));
    if (kind && kind !== "json" && isOfKind(json, kind)) custom[name] = json;
  }
  return { ...row, custom };
}

const rows = thingRows.map((all) => all.map(current));

it(
  "orders records as the server does",
  () => {
    const property = fc.property(rows, sorts, (all, sort) => {
      const query = parseLiveQuery({ sort }, scope);
      const expected = idsOf(all.toSorted(compareRecords(query.sort)));
      expect(idsOf(all.toSorted(orderOf("things", sort, undefined)))).toEqual(expected);
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);

it("orders the log, and a search of it, as the server does", () => {
  const entries: Row[] = [1, 10, 2].map((seq) => ({ id: `chg_${seq}`, seq }));
  const order = (q?: string) => entries.toSorted(orderOf("audit-log", undefined, q)).map((entry) => entry.seq);
  expect(order()).toEqual([10, 2, 1]);
  expect(order("  ")).toEqual([10, 2, 1]);
  expect(order("word")).toEqual([2, 10, 1]);
});

it(
  "matches records as the server does, or says that it cannot tell",
  () => {
    let told = 0;
    let asked = 0;
    const property = fc.property(rows, ownFilters, (all, filter) => {
      const parsed = parseFilter(filter, scope);
      for (const row of all) {
        const verdict = matches(filter, row);
        asked += 1;
        if (verdict === null) continue;
        told += 1;
        expect(verdict).toBe(matchesOnServer(parsed, row));
      }
    });
    fc.assert(property, { numRuns: RUNS });
    // What it cannot tell are operands of dates in words: a small part.
    expect(told / asked).toBeGreaterThan(0.7);
  },
  PATIENCE,
);

it(
  "never tells of a record with some of its fields what the whole record would belie",
  () => {
    const property = fc.property(rows, ownFilters, fc.array(fc.nat()), (all, filter, drop) => {
      const parsed = parseFilter(filter, scope);
      for (const row of all) {
        const left = Object.entries(row).filter((_, at) => !drop.some((number) => number % 12 === at));
        const verdict = matches(filter, Object.fromEntries(left));
        if (verdict !== null) expect(verdict).toBe(matchesOnServer(parsed, row));
      }
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);

it("cannot tell what is asked of related records, of times relative to now, or in an unknown way", () => {
  const row: Row = { id: "thi_1", level: 1, due: "2026-11-21T10:20:30.455Z", custom: {} };
  for (const filter of [
    { "owner.size": 1 },
    { due: { gte: "now-7d" } },
    { due: "2026-11-21" },
    { level: { near: 1 } },
    { level: { gte: [1] } },
    { and: { level: 1 } },
    "level",
    { and: [{ level: 1 }, { "owner.size": 1 }] },
    { or: [{ level: 2 }, { "owner.size": 1 }] },
    { not: { "owner.size": 1 } },
  ])
    expect(matches(filter, row)).toBeNull();
  expect(matches({ and: [{ level: 2 }, { "owner.size": 1 }] }, row)).toBe(false);
  expect(matches({ or: [{ level: 1 }, { "owner.size": 1 }] }, row)).toBe(true);
});

it(
  "takes every filter that the server takes",
  () => {
    const property = fc.property(rows, allFilters, (all, filter) => {
      for (const row of all) expect([true, false, null]).toContain(matches(filter, row));
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);
