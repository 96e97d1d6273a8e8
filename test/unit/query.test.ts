import { describe, expect, it } from "vitest";
import { parseLiveAggregate, parseLiveQuery } from "../../objects/records/parse-live.ts";
import { parseAggregateParams, parseQuery } from "../../objects/records/parse-query.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { EVERYTHING } from "../../src/protocol/filter.ts";
import { resourceNamed } from "../support/arbitrary-records.ts";
import { scopeOf } from "../support/things.ts";

const scope = scopeOf();
const parse = (text: string) => parseQuery(new URLSearchParams(text), scope);
const aggregate = (text: string) => parseAggregateParams(new URLSearchParams(text), scope);

function refusal(action: () => unknown): { code: string; field: string | undefined } {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, field: error.details?.[0]?.field };
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("a list's parameters", () => {
  it("have defaults: the newest 50 living records", () => {
    expect(parse("")).toEqual({
      filter: EVERYTHING,
      sort: [{ path: "id", descending: true }],
      limit: 50,
      cursor: null,
      count: false,
      fields: null,
      expand: [],
      q: null,
      deleted: "exclude",
      binding: '["things",[]]',
    });
  });

  it("are read", () => {
    const text =
      "sort=-createdAt,custom.tier&limit=200&cursor=abc&count=true&fields=id,name,custom,id&expand=owner,notes&q=two words&deleted=only";
    expect(parse(text)).toMatchObject({
      sort: [
        { path: "createdAt", descending: true },
        { path: "custom.tier", descending: false, kind: "text" },
      ],
      limit: 200,
      cursor: "abc",
      count: true,
      fields: ["id", "name", "custom"],
      expand: ["owner", "notes"],
      q: "two words",
      deleted: "only",
    });
  });

  it.each([
    ["name=a", { op: "eq", path: "name", value: "a" }],
    ["name[eq]=a", { op: "eq", path: "name", value: "a" }],
    ["name=", { op: "eq", path: "name", value: "" }],
    ["amount[gte]=100", { op: "gte", path: "amount", value: 100 }],
    ["amount=-5", { op: "eq", path: "amount", value: -5 }],
    ["ratio[lt]=-1.5e3", { op: "lt", path: "ratio", value: -1500 }],
    ["active=true", { op: "eq", path: "active", value: true }],
    ["active[ne]=false", { op: "ne", path: "active", value: false }],
    ["name[contains]=bo", { op: "contains", path: "name", value: "bo" }],
    ["name[in]=a,,b", { op: "in", path: "name", value: ["a", "", "b"] }],
    ["name[in]=", { op: "in", path: "name", value: [] }],
    ["amount[nin]=1,2", { op: "nin", path: "amount", value: [1, 2] }],
    ["amount[isNull]=true", { op: "isNull", path: "amount", value: true }],
    ["custom.tier=gold", { op: "eq", path: "custom.tier", value: "gold", kind: "text" }],
    ["custom.score[gt]=7", { op: "gt", path: "custom.score", value: 7, kind: "integer" }],
    ["owner.size[gte]=50", { op: "gte", path: "owner.size", value: 50 }],
    ["owner.custom.tier=a", { op: "eq", path: "owner.custom.tier", value: "a", kind: "text" }],
    ["tags[contains]=red", { op: "contains", path: "tags", value: "red" }],
    ["due[gte]=now-7d", { op: "gte", path: "due", value: "2026-11-14T10:20:30.456Z" }],
    ["due[lt]=now+3h", { op: "lt", path: "due", value: "2026-11-21T13:20:30.456Z" }],
    ["due=2026-11-21T10:00:00+01:00", { op: "eq", path: "due", value: "2026-11-21T09:00:00.000Z" }],
    ["count[eq]=3", { op: "eq", path: "count", value: 3 }],
    ['filter={"name":"a"}', { op: "eq", path: "name", value: "a" }],
  ])("filter by %s", (text, filter) => {
    expect(parse(text).filter).toEqual(filter);
  });

  it("join all their filters with and", () => {
    expect(parse('name=a&amount[gt]=1&filter={"level":2}').filter).toEqual({
      op: "and",
      nodes: [
        { op: "eq", path: "name", value: "a" },
        { op: "gt", path: "amount", value: 1 },
        { op: "eq", path: "level", value: 2 },
      ],
    });
  });

  it("take a blank search for none, and rank a search without a sort", () => {
    expect(parse("q=%20").q).toBeNull();
    expect(parse("q=%20").sort).toEqual([{ path: "id", descending: true }]);
    expect(parse("q=a").sort).toEqual([]);
    expect(parse("q=a&sort=name").sort).toEqual([{ path: "name", descending: false }]);
  });

  it.each([
    ["an unknown parameter", "colour=red", "BAD_REQUEST", "colour"],
    ["a misspelt parameter", "limits=10", "BAD_REQUEST", "limits"],
    ["an empty name", "=1", "BAD_REQUEST", "(empty)"],
    ["a parameter twice", "name=a&name=b", "BAD_REQUEST", "name"],
    ["an aggregate's parameter", "groupBy=name", "BAD_REQUEST", "groupBy"],
    ["a relation the actor may not read", "vault.size=1", "BAD_REQUEST", "vault.size"],
    ["a relation that is not there", "attic.size=1", "BAD_REQUEST", "attic.size"],
    ["two hops", "owner.back.level=1", "BAD_REQUEST", "owner.back.level"],
    ["the prototype", "__proto__=1", "BAD_REQUEST", "__proto__"],
    ["constructor with an operator", "constructor[eq]=1", "BAD_REQUEST", "constructor[eq]"],
    ["broken brackets", "name[eq=a", "BAD_REQUEST", "name[eq"],
    ["two operators", "name[gt][lt]=a", "BAD_REQUEST", "name[gt][lt]"],
    ["an empty operator", "name[]=a", "BAD_REQUEST", "name[]"],
    ["an unknown operator", "name[like]=a", "INVALID_FILTER", "name[like]"],
    ["a field filters may not use", "secret=a", "INVALID_FILTER", "secret"],
    ["an object", "meta=a", "INVALID_FILTER", "meta"],
    ["text for an integer", "level=high", "INVALID_FILTER", "level"],
    ["a hexadecimal integer", "level=0x10", "INVALID_FILTER", "level"],
    ["an empty integer", "level=", "INVALID_FILTER", "level"],
    ["a large integer", "amount=9007199254740992", "INVALID_FILTER", "amount"],
    ["a number beyond all numbers", "ratio=1e999", "INVALID_FILTER", "ratio"],
    ["Infinity", "ratio=Infinity", "INVALID_FILTER", "ratio"],
    ["a boolean in capitals", "active=TRUE", "INVALID_FILTER", "active"],
    ["isNull of neither", "name[isNull]=1", "INVALID_FILTER", "name[isNull]"],
    ["no date", "due[gt]=soon", "INVALID_FILTER", "due[gt]"],
    ["a wrong value in a list", "amount[in]=1,x", "INVALID_FILTER", "amount[in][1]"],
    ["201 values", `amount[in]=${Array.from({ length: 201 }, () => "1").join(",")}`, "INVALID_FILTER", "amount[in]"],
    ["NUL", "name=%00", "INVALID_FILTER", "name"],
    ["a filter that is no JSON", "filter={", "INVALID_FILTER", "filter"],
    ["a filter with a key twice", 'filter={"name":"a","name":"b"}', "INVALID_FILTER", "filter"],
    ["a filter with __proto__", 'filter={"__proto__":{"name":"a"}}', "INVALID_FILTER", "filter"],
    ["a filter that is a list", "filter=[]", "INVALID_FILTER", "filter"],
    ["a wrong filter", 'filter={"level":"x"}', "INVALID_FILTER", "filter.level"],
    ["limit 0", "limit=0", "BAD_REQUEST", "limit"],
    ["limit 201", "limit=201", "BAD_REQUEST", "limit"],
    ["a limit with a fraction", "limit=1.5", "BAD_REQUEST", "limit"],
    ["an empty limit", "limit=", "BAD_REQUEST", "limit"],
    ["count that is no flag", "count=yes", "BAD_REQUEST", "count"],
    ["an unknown field to show", "fields=id,colour", "BAD_REQUEST", "fields"],
    ["an empty list of fields", "fields=", "BAD_REQUEST", "fields"],
    ["an unknown relation to expand", "expand=nobody", "BAD_REQUEST", "expand"],
    ["an unreadable relation to expand", "expand=vault", "BAD_REQUEST", "expand"],
    ["a relation of the prototype", "expand=constructor", "BAD_REQUEST", "expand"],
    ["five relations", "expand=owner,labels,notes,lists,vault", "BAD_REQUEST", "expand"],
    ["an unknown sort", "sort=colour", "BAD_REQUEST", "sort"],
    ["an empty sort", "sort=", "BAD_REQUEST", "sort"],
    ["deleted of another kind", "deleted=true", "BAD_REQUEST", "deleted"],
  ])("refuse %s", (_, text, code, field) => {
    expect(refusal(() => parse(text))).toEqual({ code, field });
  });

  it("have 50 conditions together, wherever these stand", () => {
    const json = JSON.stringify({ and: Array.from({ length: 49 }, (_, level) => ({ level })) });
    expect(() => parse(`name=a&filter=${json}`)).not.toThrow();
    expect(refusal(() => parse(`name=a&nick=b&filter=${json}`)).code).toBe("INVALID_FILTER");
  });

  it("know neither search nor deletion where a resource has none", () => {
    const owners = scopeOf({}, resourceNamed("owners"));
    const log = scopeOf({}, { ...resourceNamed("owners"), systemColumns: false });
    expect(refusal(() => parseQuery(new URLSearchParams("q=a"), owners)).field).toBe("q");
    expect(refusal(() => parseQuery(new URLSearchParams("deleted=only"), log)).field).toBe("deleted");
  });

  it("bind a cursor to what was written, not to what relative dates meant", () => {
    const later = { ...scope, now: scope.now + 1000 };
    const text = new URLSearchParams("due[gt]=now-7d&name=a&limit=5");
    const other = new URLSearchParams("name=a&due[gt]=now-7d&count=true");
    expect(parseQuery(text, scope).binding).toBe(parseQuery(other, later).binding);
    expect(parseQuery(text, scope).binding).not.toBe(parse("due[gt]=now-8d&name=a").binding);
  });
});

describe("an aggregate's parameters", () => {
  it("are read, with the filters of a list", () => {
    expect(
      aggregate(
        "groupBy=nick,createdAt:day,custom.since:week&sum=amount,ratio&avg=amount&min=due&max=ratio&level=1&q=a&deleted=include",
      ),
    ).toEqual({
      filter: { op: "eq", path: "level", value: 1 },
      groupBy: [
        { label: "nick", path: "nick", kind: "text", unit: null },
        { label: "createdAt:day", path: "createdAt", kind: "date", unit: "day" },
        { label: "custom.since:week", path: "custom.since", kind: "date", unit: "week" },
      ],
      count: false,
      sum: [
        { path: "amount", kind: "integer" },
        { path: "ratio", kind: "number" },
      ],
      avg: [{ path: "amount", kind: "integer" }],
      min: [{ path: "due", kind: "date" }],
      max: [{ path: "ratio", kind: "number" }],
      q: "a",
      deleted: "include",
    });
  });

  it("count when nothing is asked for", () => {
    expect(aggregate("groupBy=nick").count).toBe(true);
    expect(aggregate("groupBy=nick&sum=amount").count).toBe(false);
  });

  it.each([
    ["an unknown parameter", "sort=name", "sort"],
    ["a limit", "limit=5", "limit"],
    ["an unknown field", "groupBy=colour", "groupBy"],
    ["a field of a relation", "groupBy=owner.size", "groupBy"],
    ["a list", "groupBy=tags", "groupBy"],
    ["an object", "groupBy=meta", "groupBy"],
    ["a field queries may not use", "groupBy=secret", "groupBy"],
    ["an unknown unit", "groupBy=due:year", "groupBy"],
    ["a unit of a text", "groupBy=name:day", "groupBy"],
    ["a field that looks like the count", "groupBy=count", "groupBy"],
    ["five groups", "groupBy=name,nick,level,amount,ratio", "groupBy"],
    ["an empty name", "groupBy=nick,", "groupBy"],
    ["the sum of texts", "sum=name", "sum"],
    ["the sum of dates", "sum=due", "sum"],
    ["the average of booleans", "avg=active", "avg"],
    ["the smallest text", "min=name", "min"],
    ["an unknown field to add", "sum=colour", "sum"],
    ["a hidden field to compare", "max=secret", "max"],
    ["nine measures", "sum=amount,level,ratio&avg=amount,level,ratio&min=amount,level&max=level", "sum"],
  ])("refuse %s", (_, text, field) => {
    expect(refusal(() => aggregate(text))).toEqual({ code: "BAD_REQUEST", field });
  });
});

describe("a live query", () => {
  it("has defaults: the newest 100 living records", () => {
    expect(parseLiveQuery({}, scope)).toMatchObject({
      filter: EVERYTHING,
      sort: [{ path: "id", descending: true }],
      limit: 100,
      q: null,
      deleted: "exclude",
    });
    expect(parseLiveQuery(undefined, scope).limit).toBe(100);
  });

  it("is read", () => {
    expect(parseLiveQuery({ filter: { level: 1 }, sort: ["-amount"], limit: 1000, q: "x" }, scope)).toMatchObject({
      filter: { op: "eq", path: "level", value: 1 },
      sort: [{ path: "amount", descending: true }],
      limit: 1000,
      q: "x",
    });
  });

  it.each([
    ["an unknown key", { filters: {} }, "BAD_REQUEST", "query"],
    ["a list", [], "BAD_REQUEST", "query"],
    ["null", null, "BAD_REQUEST", "query"],
    ["limit 1,001", { limit: 1001 }, "BAD_REQUEST", "query.limit"],
    ["limit 0", { limit: 0 }, "BAD_REQUEST", "query.limit"],
    ["a limit as text", { limit: "5" }, "BAD_REQUEST", "query.limit"],
    ["a sort as text", { sort: "name" }, "BAD_REQUEST", "query.sort"],
    ["an unknown sort", { sort: ["colour"] }, "BAD_REQUEST", "query.sort"],
    ["a wrong filter", { filter: { level: "x" } }, "INVALID_FILTER", "query.filter.level"],
    ["a filter of null", { filter: null }, "INVALID_FILTER", "query.filter"],
    ["a cursor", { cursor: "x" }, "BAD_REQUEST", "query"],
  ])("refuses %s", (_, input, code, field) => {
    expect(refusal(() => parseLiveQuery(input, scope))).toEqual({ code, field });
  });

  it("may be an aggregate with the filter and search of a query", () => {
    expect(
      parseLiveAggregate({ groupBy: ["nick", "nick"], sum: ["amount"] }, { filter: { level: 1 } }, scope),
    ).toMatchObject({
      filter: { op: "eq", path: "level", value: 1 },
      groupBy: [{ label: "nick" }],
      count: false,
      sum: [{ path: "amount", kind: "integer" }],
    });
    expect(parseLiveAggregate({}, undefined, scope).count).toBe(true);
  });

  it.each([
    ["an unknown key", { group: ["nick"] }, {}, "aggregate"],
    ["a text for a list", { sum: "amount" }, {}, "aggregate.sum"],
    ["a sorted query", { count: true }, { sort: ["name"] }, "query"],
    ["an unknown field", { groupBy: ["colour"] }, {}, "groupBy"],
  ])("refuses an aggregate with %s", (_, input, query, field) => {
    expect(refusal(() => parseLiveAggregate(input, query, scope))).toEqual({ code: "BAD_REQUEST", field });
  });

  it("knows no search where a resource has none", () => {
    expect(refusal(() => parseLiveQuery({ q: "a" }, scopeOf({}, resourceNamed("owners")))).field).toBe("query.q");
  });
});
