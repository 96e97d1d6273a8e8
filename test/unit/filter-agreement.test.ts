import fc from "fast-check";
import { expect, it } from "vitest";
import { compileFilter, FILTER_PARAMS } from "../../objects/records/compile.ts";
import { compileMatcher } from "../../objects/records/match.ts";
import { compareRecords } from "../../objects/records/order.ts";
import { countStatement, listStatement } from "../../objects/records/page.ts";
import { parseFilter } from "../../objects/records/parse-filter.ts";
import { parseLiveQuery } from "../../objects/records/parse-live.ts";
import type { ListQuery } from "../../objects/records/query.ts";
import { isOwnPath, type QueryScope } from "../../objects/records/scope.ts";
import type { Filter } from "../../src/protocol/filter.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { allFilters, ownFilters, sorts } from "../support/arbitrary-queries.ts";
import { idsOf, neighbours, PATIENCE, RUNS, resourceNamed, thingRows } from "../support/arbitrary-records.ts";
import { openThings, type TestDatabase } from "../support/sqlite.ts";
import { empty, insert, scopeOf, things } from "../support/things.ts";

const CREATED_BY_1: Filter = { op: "eq", path: "createdBy", value: "usr_1" };

/** Things with the records around them. */
const world = thingRows.chain((rows) => fc.tuple(fc.constant(rows), neighbours(rows)));

function inSql(database: TestDatabase, query: ListQuery, scope: QueryScope): string[] {
  const { sql, params } = listStatement(query, scope);
  return idsOf(database.sql.exec(sql, ...params).toArray());
}

function totalInSql(database: TestDatabase, query: ListQuery, scope: QueryScope): unknown {
  const { sql, params } = countStatement(query, scope);
  return database.sql.exec(sql, ...params).toArray()[0]?.total;
}

it(
  "finds the same records in the same order in SQL and in memory",
  () => {
    const database = openThings();
    const scope = scopeOf();
    const property = fc.property(thingRows, ownFilters, sorts, (rows, filter, sort) => {
      empty(database);
      insert(database, rows);
      const query = parseLiveQuery({ filter, sort, limit: 1000 }, scope);
      const matches = compileMatcher(query.filter);
      const living = rows.filter((row) => row.deletedAt === null && matches(row));
      expect(inSql(database, query, scope)).toEqual(idsOf(living.sort(compareRecords(query.sort))));
      expect(totalInSql(database, query, scope)).toBe(living.length);
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);

it(
  "negates every filter to exactly the other records",
  () => {
    const database = openThings();
    const scope = scopeOf();
    const property = fc.property(thingRows, allFilters, (rows, filter) => {
      empty(database);
      insert(database, rows);
      const parsed = parseFilter(filter, scope);
      const base = { ...parseLiveQuery({ limit: 1000 }, scope), deleted: "include" as const };
      const found = inSql(database, { ...base, filter: parsed }, scope);
      const others = inSql(database, { ...base, filter: { op: "not", node: parsed } }, scope);
      expect([...found, ...others].sort()).toEqual(idsOf(rows).sort());
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);

it(
  "looks through relations as a plain search of the related records does, row rules included",
  () => {
    const database = openThings();
    const rules = fc.subarray(["things", "owners", "labels", "notes", "lists"]);
    const property = fc.property(world, allFilters, sorts, rules, ([rows, others], filter, sort, ruled) => {
      empty(database);
      insert(database, rows);
      for (const [resource, records] of others) insert(database, records, resourceNamed(resource));
      const scope = scopeOf(Object.fromEntries(ruled.map((name) => [name, CREATED_BY_1])));
      const query = parseLiveQuery({ filter, sort, limit: 1000 }, scope);
      const visible = rows.filter((row) => isSeen(row, "things", ruled) && meets(query.filter, row, others, ruled));
      expect(inSql(database, query, scope)).toEqual(idsOf(visible.sort(compareRecords(query.sort))));
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);

it(
  "means the same with its operands packed into one parameter",
  () => {
    const database = openThings();
    const scope = scopeOf({ owners: CREATED_BY_1 });
    const many: Filter[] = Array.from({ length: FILTER_PARAMS }, () => ({ op: "ne", path: "level", value: 99 }));
    const select = (filter: Filter) => {
      const { sql, params } = compileFilter(filter, scope, "t");
      return {
        ids: idsOf(database.sql.exec(`SELECT t.id FROM things AS t WHERE ${sql}`, ...params).toArray()).sort(),
        params,
      };
    };
    const property = fc.property(world, allFilters, ([rows, others], filter) => {
      empty(database);
      insert(database, rows);
      for (const [resource, records] of others) insert(database, records, resourceNamed(resource));
      const parsed = parseFilter(filter, scope);
      const packed = select({ op: "and", nodes: [parsed, { op: "and", nodes: [...many, ...many] }] });
      expect(packed.params).toHaveLength(1);
      expect(packed.ids).toEqual(select(parsed).ids);
    });
    fc.assert(property, { numRuns: RUNS });
  },
  PATIENCE,
);

function isSeen(row: RecordData, resource: string, ruled: readonly string[]): boolean {
  return row.deletedAt === null && (!ruled.includes(resource) || row.createdBy === "usr_1");
}

/** What api.md says of relations, word by word and without SQL. */
function meets(
  filter: Filter,
  row: RecordData,
  others: ReadonlyMap<string, RecordData[]>,
  ruled: readonly string[],
): boolean {
  switch (filter.op) {
    case "and":
      return filter.nodes.every((node) => meets(node, row, others, ruled));
    case "or":
      return filter.nodes.some((node) => meets(node, row, others, ruled));
    case "not":
      return !meets(filter.node, row, others, ruled);
    default: {
      if (isOwnPath(filter.path)) return compileMatcher(filter)(row);
      const [name = "", ...rest] = filter.path.split(".");
      const relation = things.relations[name];
      if (!relation) throw new Error(`There is no relation ${name}.`);
      const related = (others.get(relation.resource) ?? []).filter((other) => {
        const [from, to] = relation.kind === "many" ? [other[relation.field], row.id] : [row[relation.field], other.id];
        return Array.isArray(from) ? from.includes(String(to)) : from === to;
      });
      const matches = compileMatcher({ ...filter, path: rest.join(".") });
      return related.some((other) => isSeen(other, relation.resource, ruled) && matches(other));
    }
  }
}
