import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { aggregateStatement, keyOfRow } from "../../objects/records/aggregate.ts";
import { encodeCursor } from "../../objects/records/cursor.ts";
import type { Database } from "../../objects/records/database.ts";
import { groupKeyOf } from "../../objects/records/group-keys.ts";
import { compileMatcher } from "../../objects/records/match.ts";
import { databaseOf } from "../../objects/records/object-database.ts";
import { compareRecords } from "../../objects/records/order.ts";
import { listStatement } from "../../objects/records/page.ts";
import { parseLiveAggregate, parseLiveQuery } from "../../objects/records/parse-live.ts";
import { parseQuery } from "../../objects/records/parse-query.ts";
import type { Filter } from "../../src/protocol/filter.ts";
import { allFilters, groupings, ownFilters, sorts } from "../support/arbitrary-queries.ts";
import { idsOf, PATIENCE, RUNS, thingRows } from "../support/arbitrary-records.ts";
import { empty, insert, record, scopeOf, THINGS_TABLES } from "../support/things.ts";

/** Works on the tables of things.ts in the storage of an object of its own. */
function inObject(name: string, work: (database: Database) => void): Promise<void> {
  return runInDurableObject(env.TENANT.getByName(name), (_, { storage }) => {
    const database = databaseOf(storage);
    storage.sql.exec(THINGS_TABLES);
    work(database);
  });
}

it(
  "finds in a Durable Object's SQLite what memory finds, in the same order",
  () =>
    inObject("filter-agreement", (database) => {
      const scope = scopeOf();
      const property = fc.property(thingRows, ownFilters, sorts, (rows, filter, sort) => {
        empty(database);
        insert(database, rows);
        const query = parseLiveQuery({ filter, sort, limit: 1000 }, scope);
        const matches = compileMatcher(query.filter);
        const living = rows.filter((row) => row.deletedAt === null && matches(row));
        const { sql, params } = listStatement(query, scope);
        const found = idsOf(database.sql.exec(sql, ...params).toArray());
        expect(found).toEqual(idsOf(living.sort(compareRecords(query.sort))));
      });
      fc.assert(property, { numRuns: RUNS });
    }),
  PATIENCE,
);

it(
  "groups there as memory groups",
  () =>
    inObject("aggregate-agreement", (database) => {
      const scope = scopeOf();
      const property = fc.property(thingRows, groupings, (rows, groupBy) => {
        empty(database);
        insert(database, rows);
        const query = parseLiveAggregate({ groupBy: ["id", ...groupBy.slice(0, 3)], sum: ["amount"] }, {}, scope);
        const { sql, params } = aggregateStatement(query, scope);
        const keys = database.sql
          .exec(sql, ...params)
          .toArray()
          .map((row) => keyOfRow(query, row));
        const living = rows.filter((row) => row.deletedAt === null).sort(compareRecords([]));
        expect(keys).toEqual(living.map((row) => groupKeyOf(query, row)));
      });
      fc.assert(property, { numRuns: RUNS });
    }),
  PATIENCE,
);

it(
  "runs every filter within the limits of the platform, negated and through relations",
  () =>
    inObject("filter-limits", (database) => {
      const mine: Filter = { op: "eq", path: "createdBy", value: "usr_1" };
      const scope = scopeOf({ things: mine, owners: mine, labels: mine, notes: mine, lists: mine });
      const last = record("thi_1", { amount: 1, due: "2026-01-01T00:00:00.000Z", custom: { weight: 1 } });
      const property = fc.property(fc.array(allFilters, { minLength: 1, maxLength: 8 }), (filters) => {
        const params = new URLSearchParams({ sort: "custom.since,-custom.weight,amount,due", q: "a b" });
        const parsed = parseQuery(params, scope);
        const { filter } = parseLiveQuery({ filter: { not: filters[0] } }, scope);
        const nodes = filters.map((given) => parseLiveQuery({ filter: given }, scope).filter);
        const query = { ...parsed, filter: { op: "or", nodes: [filter, ...nodes] } as const };
        const { sql, params: bound } = listStatement({ ...query, cursor: encodeCursor(query, last) }, scope);
        expect(database.sql.exec(sql, ...bound).toArray()).toEqual([]);
      });
      fc.assert(property, { numRuns: RUNS });
    }),
  PATIENCE,
);

it("runs 50 conditions on a relation whose rows have an owner", () =>
  inObject("filter-heaviest", (database) => {
    const scope = scopeOf({ owners: { op: "eq", path: "createdBy", value: "usr_1" } });
    const filter = { or: Array.from({ length: 50 }, (_, size) => ({ "owner.size": { in: [size] } })) };
    const text = new URLSearchParams({
      filter: JSON.stringify(filter),
      sort: "custom.since,-custom.weight,amount,due",
      q: "a",
    });
    const query = parseQuery(text, scope);
    const last = record("thi_1", { amount: 1, due: "2026-01-01T00:00:00.000Z", custom: { weight: 1 } });
    const { sql, params } = listStatement({ ...query, cursor: encodeCursor(query, last) }, scope);
    expect(database.sql.exec(sql, ...params).toArray()).toEqual([]);
  }));
