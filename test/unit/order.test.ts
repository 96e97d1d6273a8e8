import { expect, it } from "vitest";
import { compareRecords, orderBy } from "../../objects/records/order.ts";
import { parseSort } from "../../objects/records/parse-sort.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { openThings } from "../support/sqlite.ts";
import { insert, record, scopeOf } from "../support/things.ts";

const scope = scopeOf();

it("puts nulls last in both directions and breaks ties by id ascending", () => {
  const rows = [
    record("thi_4", { amount: null }),
    record("thi_3", { amount: 1 }),
    record("thi_2", { amount: null }),
    record("thi_1", { amount: 2 }),
    record("thi_5", { amount: 1 }),
  ];
  const database = openThings();
  insert(database, rows);
  const order = (terms: string[]) => {
    const sort = parseSort(terms, scope);
    const ids = [...rows]
      .sort(compareRecords(sort))
      .map((row) => row.id.slice(-1))
      .join("");
    const found = database.sql
      .exec<{ id: string }>(`SELECT t.id FROM things AS t ORDER BY ${orderBy(sort, scope, "t")}`)
      .toArray();
    expect(found.map((row) => row.id.slice(-1)).join("")).toBe(ids);
    return ids;
  };
  expect(order(["amount"])).toBe("35124");
  expect(order(["-amount"])).toBe("13524");
  expect(order(["amount", "-id"])).toBe("53142");
  expect(order(["-id"])).toBe("54321");
  expect(order([])).toBe("12345");
});

it("says NULLS LAST only where an index needs to hear it", () => {
  expect(orderBy(parseSort(["level", "-amount", "nick"], scope), scope, "t")).toBe(
    't."level" ASC, t."amount" DESC, t."nick" ASC NULLS LAST, t."id" ASC',
  );
  expect(orderBy(parseSort(["-createdAt", "-id"], scope), scope, "t")).toBe('t."created_at" DESC, t."id" DESC');
});

it("sorts the tenant's own fields", () => {
  expect(parseSort(["-custom.tier", "name"], scope)).toEqual([
    { path: "custom.tier", descending: true, kind: "text" },
    { path: "name", descending: false },
  ]);
});

it.each([
  ["an unknown field", ["colour"]],
  ["nothing", [""]],
  ["a minus alone", ["-"]],
  ["two minus signs", ["--name"]],
  ["a list", ["tags"]],
  ["an object", ["meta"]],
  ["a field queries may not use", ["secret"]],
  ["a field of a relation", ["owner.size"]],
  ["an unknown custom field", ["custom.colour"]],
  ["a custom list", ["custom.words"]],
  ["a field twice", ["name", "-name"]],
  ["five fields", ["name", "nick", "level", "amount", "ratio"]],
  ["the prototype", ["__proto__"]],
])("refuses to sort by %s", (_, terms) => {
  expect(() => parseSort(terms, scope)).toThrow(AppError);
  expect(() => parseSort(terms, scope)).toThrow(/^sort: /);
});

it("refuses a term whose field is gone", () => {
  expect(() => orderBy([{ path: "gone", descending: false }], scope, "t")).toThrow('There is no field "gone"');
});
