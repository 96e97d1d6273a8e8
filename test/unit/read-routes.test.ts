/** Reading records of any object: the routes that a tenant and every other kind of object share. */
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { listChanges, listRecordChanges } from "../../objects/records/history-routes.ts";
import { aggregateRecords, getRecord, listRecords } from "../../objects/records/read-routes.ts";
import { type Route, routeTable } from "../../objects/records/route-table.ts";
import { searchRecords } from "../../objects/records/search-routes.ts";
import { create, update } from "../support/live-steps.ts";
import { openTasks } from "../support/live-things.ts";
import { LiveWorld } from "../support/live-world.ts";
import { type Answered, read } from "../support/read-world.ts";

const recordsSchema = z.array(z.object({ id: z.string() }));

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
});

describe("the meta of an answer", () => {
  it("holds what the object adds to it, beside what every object says", () => {
    const [id = ""] = create(world, { state: "open" });
    const checkedAt = "2026-11-21T10:00:00.000Z";
    const checked = { extraMeta: { checkedAt } };
    const resource = "tasks";
    const pagination = { limit: 50, nextCursor: null, hasMore: false };
    expect(read(world, listRecords, { resource }, "", checked).meta).toEqual({ pagination, seq: 2, checkedAt });
    expect(read(world, getRecord, { resource, id }, "", checked).meta).toEqual({ seq: 2, checkedAt });
    const figures = { seq: 2, truncated: false, checkedAt };
    expect(read(world, aggregateRecords, { resource }, "?count=true", checked).meta).toEqual(figures);
  });

  it("holds nothing else where the object adds nothing", () => {
    const [id = ""] = create(world, { state: "open" });
    expect(read(world, getRecord, { resource: "tasks", id }).meta).toEqual({ seq: 2 });
  });
});

describe("a view of a resource", () => {
  const idsOf = ({ data }: Answered) => recordsSchema.parse(data).map(({ id }) => id);

  it("lists and counts the rows that it shows, and no others", () => {
    const [first = "", second = ""] = create(world, { state: "open", points: 2 }, 2);
    create(world, { state: "done", points: 3 });
    expect(idsOf(read(world, listRecords, { resource: "open-tasks" }, "?sort=id"))).toEqual([first, second].sort());
    const count = read(world, aggregateRecords, { resource: "open-tasks" }, "?count=true&sum=points");
    expect(count.data).toEqual([{ count: 2, sum: { points: 4 } }]);
    expect(idsOf(read(world, listRecords, { resource: "open-tasks" }, "?state=done"))).toEqual([]);
  });

  it("finds in its text what it shows, and search across resources names no view", () => {
    const [open = ""] = create(world, { state: "open", title: "sand" });
    const [done = ""] = create(world, { state: "done", title: "sand" });
    expect(idsOf(read(world, listRecords, { resource: "open-tasks" }, "?q=sand"))).toEqual([open]);
    const hits = z
      .array(z.object({ id: z.string(), resource: z.string() }))
      .parse(read(world, searchRecords, {}, "?q=sand").data);
    expect(hits.map((hit) => hit.id).sort()).toEqual([open, done].sort());
    expect(new Set(hits.map((hit) => hit.resource))).toEqual(new Set(["tasks"]));
  });

  it("has a record for as long as it shows it", () => {
    const [id = ""] = create(world, { state: "open" });
    const params = { resource: "open-tasks", id };
    expect(read(world, getRecord, params)).toMatchObject({ status: 200, data: { id, state: "open" } });
    expect(read(world, listRecordChanges, params)).toMatchObject({
      status: 200,
      data: [{ resource: "tasks", recordId: id }],
    });
    update(world, id, { state: "done" });
    expect(read(world, getRecord, params)).toMatchObject({ status: 404, data: "NOT_FOUND" });
    expect(read(world, listRecordChanges, params)).toMatchObject({ status: 404, data: "NOT_FOUND" });
    expect(read(world, getRecord, { resource: "tasks", id })).toMatchObject({ status: 200 });
  });

  it("shows to whom only some rows are shown those of them that it shows", () => {
    world.addKey("key_a2", "viewer");
    const own = create(world, { state: "open" }, 1, world.principal("key_a2"));
    create(world, { state: "done" }, 1, world.principal("key_a2"));
    create(world, { state: "open" });
    expect(idsOf(read(world, listRecords, { resource: "open-tasks" }, "", { key: "key_a2" }))).toEqual(own);
  });

  it("has no feed of its own: the log tells of the resource", () => {
    expect(read(world, listChanges, {}, "?resource=open-tasks")).toMatchObject({
      status: 400,
      meta: [{ field: "resource", message: "The log knows these records as tasks." }],
    });
  });

  it("takes no writes", () => {
    const admin = world.principal("key_a");
    expect(world.write(admin, (writer) => void writer.create(openTasks, { state: "open" }))).toBe(false);
    const [id = ""] = create(world, { state: "open" });
    expect(world.write(admin, (writer) => void writer.update(openTasks, id, { state: "done" }, null))).toBe(false);
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
