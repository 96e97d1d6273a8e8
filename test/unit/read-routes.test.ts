/** Reading records of any object: the routes that a tenant and every other kind of object share. */
import { beforeEach, describe, expect, it } from "vitest";
import { aggregateRecords, getRecord, listRecords } from "../../objects/records/read-routes.ts";
import { type Route, routeTable } from "../../objects/records/route-table.ts";
import { create } from "../support/live-steps.ts";
import { LiveWorld } from "../support/live-world.ts";
import { read, readChecked } from "../support/read-world.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
});

describe("the meta of an answer", () => {
  it("holds what the object adds to it, beside what every object says", () => {
    const [id = ""] = create(world, { state: "open" });
    const checkedAt = "2026-11-21T10:00:00.000Z";
    const resource = "tasks";
    const pagination = { limit: 50, nextCursor: null, hasMore: false };
    expect(readChecked(world, listRecords, { resource }).meta).toEqual({ pagination, seq: 2, checkedAt });
    expect(readChecked(world, getRecord, { resource, id }).meta).toEqual({ seq: 2, checkedAt });
    const figures = { seq: 2, truncated: false, checkedAt };
    expect(readChecked(world, aggregateRecords, { resource }, "?count=true").meta).toEqual(figures);
  });

  it("holds nothing else where the object adds nothing", () => {
    const [id = ""] = create(world, { state: "open" });
    expect(read(world, getRecord, { resource: "tasks", id }).meta).toEqual({ seq: 2 });
  });
});

describe("a route table", () => {
  const routes: readonly Route<string>[] = [
    ["GET", "/changes", "feed"],
    ["GET", "/:resource", "list"],
    ["POST", "/:resource", "create"],
    ["GET", "/:resource/:id", "get"],
  ];
  const find = routeTable(routes, ["/changes"]);

  it("finds the first handler of a method and path, with its parameters", () => {
    expect(find("GET", "/changes")).toEqual({ handler: "feed", params: {} });
    expect(find("GET", "/tasks/tsk_1")).toEqual({ handler: "get", params: { resource: "tasks", id: "tsk_1" } });
  });

  it("refuses another method with those that there are, and an own path is no resource", () => {
    const refusal = (headers: object) => expect.objectContaining({ code: "METHOD_NOT_ALLOWED", headers });
    expect(() => find("DELETE", "/tasks")).toThrow(refusal({ Allow: "GET, POST" }));
    expect(() => find("POST", "/changes")).toThrow(refusal({ Allow: "GET" }));
  });

  it("finds nothing below what it lists", () => {
    expect(() => find("GET", "/tasks/tsk_1/more")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});
