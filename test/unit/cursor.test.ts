import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordOf } from "../../objects/records/codec.ts";
import { encodeCursor } from "../../objects/records/cursor.ts";
import { compareRecords } from "../../objects/records/order.ts";
import { listStatement } from "../../objects/records/page.ts";
import { parseQuery } from "../../objects/records/parse-query.ts";
import type { ListQuery } from "../../objects/records/query.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { ownFilters, sorts } from "../support/arbitrary-queries.ts";
import { idsOf, PATIENCE, RUNS, thingRows } from "../support/arbitrary-records.ts";
import { openThings, type TestDatabase } from "../support/sqlite.ts";
import { empty, insert, record, scopeOf, things } from "../support/things.ts";

const scope = scopeOf();
const database = openThings();

function page(from: TestDatabase, query: ListQuery): { records: RecordData[]; next: string | null } {
  const { sql, params } = listStatement(query, scope);
  const rows = from.sql.exec(sql, ...params).toArray();
  const records = rows.slice(0, query.limit).map((row) => recordOf(things, row));
  const last = records.at(-1);
  return { records, next: rows.length > query.limit && last ? encodeCursor(query, last) : null };
}

/** Every page from the first to the last; `between` runs after each. */
function walk(params: Record<string, string>, between: (read: readonly RecordData[]) => void = () => {}): RecordData[] {
  const read: RecordData[] = [];
  let cursor: string | null = null;
  do {
    const query: ListQuery = parseQuery(
      new URLSearchParams({ ...params, ...(cursor === null ? {} : { cursor }) }),
      scope,
    );
    const { records, next } = page(database, query);
    read.push(...records);
    between(read);
    cursor = next;
  } while (cursor !== null);
  return read;
}

const params = fc.tuple(sorts, fc.option(ownFilters), fc.integer({ min: 1, max: 5 })).map(
  ([sort, filter, limit]): Record<string, string> => ({
    limit: String(limit),
    ...(sort.length > 0 ? { sort: sort.join(",") } : {}),
    ...(filter === null ? {} : { filter: JSON.stringify(filter) }),
  }),
);

describe("walking pages by cursor", () => {
  it(
    "reads the whole list in its order, each record once",
    () => {
      const property = fc.property(thingRows, params, (rows, given) => {
        empty(database);
        insert(database, rows);
        const whole = parseQuery(new URLSearchParams({ ...given, limit: "200" }), scope);
        expect(idsOf(walk(given))).toEqual(idsOf(page(database, whole).records));
      });
      fc.assert(property, { numRuns: RUNS });
    },
    PATIENCE,
  );

  it(
    "neither repeats nor skips a record that stays put while others are written",
    () => {
      const property = fc.property(thingRows, thingRows, params, (rows, later, given) => {
        empty(database);
        insert(database, rows);
        const staying = rows.filter((_, index) => index % 2 === 0);
        const leaving = rows.filter((_, index) => index % 2 === 1);
        const coming = later.filter((row) => !rows.some((other) => other.id === row.id));
        const seen = walk(given, () => {
          const gone = leaving.pop();
          if (gone) database.sql.exec("DELETE FROM things WHERE id = ?", gone.id);
          const next = coming.pop();
          if (next) insert(database, [next]);
        });
        expect(new Set(idsOf(seen)).size).toBe(seen.length);
        const query = parseQuery(new URLSearchParams({ ...given, limit: "200" }), scope);
        const stayed = new Set(idsOf(staying));
        const expected = page(database, query).records.filter((row) => stayed.has(row.id));
        expect(idsOf(seen.filter((row) => stayed.has(row.id)))).toEqual(
          idsOf(expected.sort(compareRecords(query.sort))),
        );
      });
      fc.assert(property, { numRuns: RUNS });
    },
    PATIENCE,
  );

  it("goes on where relative dates have moved on", () => {
    const text = { "createdAt[gte]": "now-365d", sort: "-createdAt", limit: "1" };
    const first = parseQuery(new URLSearchParams(text), scope);
    const cursor = encodeCursor(first, record("thi_1")) ?? "";
    const later = { ...scope, now: scope.now + 60_000 };
    expect(() => listStatement(parseQuery(new URLSearchParams({ ...text, cursor }), later), later)).not.toThrow();
  });

  it("may change the size and the shape of its pages", () => {
    const cursor = encodeCursor(parseQuery(new URLSearchParams("name=a&sort=level"), scope), record("thi_1")) ?? "";
    const other = new URLSearchParams({
      sort: "level",
      name: "a",
      limit: "7",
      count: "true",
      fields: "id",
      expand: "owner",
      cursor,
    });
    expect(() => listStatement(parseQuery(other, scope), scope)).not.toThrow();
  });

  it("starts in the middle of an index", () => {
    const indexed = openThings();
    indexed.script("CREATE INDEX things_level ON things (level DESC, id)");
    const query = parseQuery(new URLSearchParams("sort=-level"), scope);
    const after = { ...query, cursor: encodeCursor(query, record("thi_1", { level: 3 })) };
    const { sql, params: bound } = listStatement(after, scope);
    const plan = JSON.stringify(indexed.sql.exec(`EXPLAIN QUERY PLAN ${sql}`, ...bound).toArray());
    expect(plan).toContain("SEARCH t USING INDEX things_level");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("goes from id to id without a sort", () => {
    const query = parseQuery(new URLSearchParams(), scope);
    const { sql } = listStatement({ ...query, cursor: encodeCursor(query, record("thi_1")) }, scope);
    expect(sql).toContain('t."id" < ?) ORDER BY');
  });
});

function refused(cursor: string, text = "sort=amount,active,due"): AppError {
  const query = { ...parseQuery(new URLSearchParams(text), scope), cursor };
  try {
    listStatement(query, scope);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Nothing refused ${cursor}.`);
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The cursor of the query with other values inside. */
function forged(values: unknown): string {
  const query = parseQuery(new URLSearchParams("sort=amount,active,due"), scope);
  const genuine: unknown = JSON.parse(Buffer.from(encodeCursor(query, record("thi_1")) ?? "", "base64url").toString());
  return encoded({ ...(genuine as object), v: values });
}

describe("refusing a cursor", () => {
  it("accepts one made of the right values", () => {
    const query = {
      ...parseQuery(new URLSearchParams("sort=amount,active,due"), scope),
      cursor: forged([1, true, "x", "thi_1"]),
    };
    expect(listStatement(query, scope).params).toContain("thi_1");
  });

  it.each([
    ["nothing", ""],
    ["a word", "cursor"],
    ["base64 with padding", `${encoded({})}=`],
    ["characters beyond base64", "äöü"],
    ["bytes that are not UTF-8", Buffer.from([0xff, 0xfe]).toString("base64url")],
    ["JSON that is no object", encoded("text")],
    ["an object of another shape", encoded({ h: "x", v: [], more: 1 })],
    ["another hash", encoded({ h: "x", v: [1, true, "x", "thi_1"] })],
    ["too few values", forged([1, true, "x"])],
    ["too many values", forged([1, true, "x", "thi_1", "thi_1", "thi_1"])],
    ["a text for an integer", forged(["1", true, "x", "thi_1"])],
    ["a fraction for an integer", forged([1.5, true, "x", "thi_1"])],
    ["a number for a boolean", forged([1, 1, "x", "thi_1"])],
    ["a number for a date", forged([1, true, 5, "thi_1"])],
    ["null for what is never null", forged([1, true, "x", null])],
    ["a list among the values", forged([[1], true, "x", "thi_1"])],
    ["NUL in a text", forged([1, true, "x", "thi\0"])],
    ["half a surrogate pair", forged([1, true, "x", "\ud800"])],
    ["more than 4 KiB", forged([1, true, "x".repeat(4096), "thi_1"])],
  ])("%s", (_, cursor) => {
    expect(refused(cursor).code).toBe("INVALID_CURSOR");
  });

  it.each([
    ["filter", "sort=level&name=b"],
    ["sort", "sort=-level&name=a"],
    ["deleted", "sort=level&name=a&deleted=only"],
    ["search", "sort=level&name=a&q=x"],
    ["ranking", "name=a&q=x"],
  ])("of a query with another %s", (_, text) => {
    const query = parseQuery(new URLSearchParams("sort=level&name=a"), scope);
    expect(refused(encodeCursor(query, record("thi_1")) ?? "", text).code).toBe("INVALID_CURSOR");
  });

  it("of another resource", () => {
    const query = parseQuery(new URLSearchParams("sort=createdAt"), {
      ...scope,
      resource: { ...things, name: "others" },
    });
    expect(refused(encodeCursor(query, record("thi_1")) ?? "", "sort=createdAt").code).toBe("INVALID_CURSOR");
  });

  it("makes none where the sorted texts are too long for one", () => {
    const query = parseQuery(new URLSearchParams("sort=name"), scope);
    expect(() => encodeCursor(query, record("thi_1", { name: "x".repeat(4000) }))).toThrow("too long to page by");
  });

  it("survives any text", () => {
    fc.assert(fc.property(fc.string(), (cursor) => refused(cursor).code === "INVALID_CURSOR"));
  });
});
