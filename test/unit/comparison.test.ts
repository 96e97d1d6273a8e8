import fc from "fast-check";
import { expect, it } from "vitest";
import { compareText, compareValues, foldAscii } from "../../src/protocol/comparison.ts";
import { RUNS } from "../support/arbitrary-records.ts";
import { openSqlite } from "../support/sqlite.ts";

const text = fc.string({ unit: "binary", maxLength: 3 }).map((value) => value.replaceAll("\0", "0"));

it("compares texts by code point, as SQLite does", () => {
  const { sql } = openSqlite();
  const property = fc.property(text, text, (a, b) => {
    const [row] = sql.exec("SELECT (? > ?) - (? < ?) AS sign", a, b, a, b).toArray();
    expect(Math.sign(compareText(a, b))).toBe(row?.sign);
  });
  fc.assert(property, { numRuns: RUNS });
  expect("\uffff" < "\u{10000}").toBe(false);
  expect(compareText("\uffff", "\u{10000}")).toBeLessThan(0);
});

it("sorts values of mixed kinds as SQLite does, nulls last", () => {
  const { sql } = openSqlite();
  const value = fc.oneof(fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), text);
  const property = fc.property(value, value, fc.constantFrom("ASC", "DESC"), (a, b, direction) => {
    const rows = sql.exec(
      `SELECT v FROM (SELECT 0 AS n, ? AS v UNION ALL SELECT 1, ?) ORDER BY v ${direction} NULLS LAST, n`,
      a,
      b,
    );
    const sorted = [a, b].sort((left, right) => compareValues(left, right, direction === "ASC" ? 1 : -1));
    expect(sorted.map((each) => each ?? "null")).toEqual(rows.toArray().map((row) => row.v ?? "null"));
  });
  fc.assert(property, { numRuns: RUNS });
});

it("lowers the letters that SQLite lowers", () => {
  const { sql } = openSqlite();
  const property = fc.property(fc.oneof(text, fc.string()), (any) => {
    const [row] = sql.exec("SELECT lower(?) AS folded", any).toArray();
    expect(foldAscii(any)).toBe(row?.folded);
  });
  fc.assert(property, { numRuns: RUNS });
  expect(foldAscii("ÄB")).toBe("Äb");
});
