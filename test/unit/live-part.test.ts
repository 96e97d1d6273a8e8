/** Live queries over a view: changes are logged under the name of the resource, and reach whoever follows the view. */
import { beforeEach, describe, expect, it } from "vitest";
import { comeBack, create, follow, last, leave, update } from "../support/live-steps.ts";
import { LiveWorld } from "../support/live-world.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
});

const view = { resource: "open-tasks" };

describe("a subscription to a view", () => {
  it("is told of records that enter it, change in it and leave it", () => {
    const [open = ""] = create(world, { state: "open" });
    const [done = ""] = create(world, { state: "done" });
    const seat = follow(world, view);
    expect(last(seat)).toMatchObject({ type: "snapshot", data: [{ id: open }] });
    update(world, done, { state: "open" });
    expect(last(seat)).toMatchObject({ type: "change", enter: [{ id: done }], update: [], leave: [] });
    update(world, open, { points: 3 });
    expect(last(seat)).toMatchObject({ type: "change", enter: [], update: [{ id: open, points: 3 }], leave: [] });
    update(world, done, { state: "done" });
    expect(last(seat)).toMatchObject({ type: "change", enter: [], update: [], leave: [done] });
    const before = seat.client.messages.length;
    update(world, done, { points: 1 });
    expect(seat.client.messages).toHaveLength(before);
  });

  it("may ask for less than the view shows, and never for more", () => {
    create(world, { state: "done", points: 5 });
    const [few = ""] = create(world, { state: "open", points: 5 });
    create(world, { state: "open", points: 1 });
    const seat = follow(world, { ...view, query: { filter: { or: [{ state: "done" }, { points: { gte: 2 } }] } } });
    expect(last(seat)).toMatchObject({ type: "snapshot", data: [{ id: few }] });
  });

  it("adds up what the view shows", () => {
    const [id = ""] = create(world, { state: "open", points: 2 }, 2);
    create(world, { state: "done", points: 9 });
    const seat = follow(world, { ...view, aggregate: { count: true, sum: ["points"] } });
    expect(last(seat)).toMatchObject({ type: "snapshot", data: [{ count: 2, sum: { points: 4 } }] });
    update(world, id, { state: "done" });
    expect(last(seat)).toMatchObject({ type: "change", groups: [{ count: 1, sum: { points: 2 } }] });
  });

  it("searches the texts of the resource", () => {
    const [id = ""] = create(world, { state: "open", title: "sand" });
    create(world, { state: "done", title: "sand" });
    const seat = follow(world, { ...view, query: { q: "sand" } });
    expect(last(seat)).toMatchObject({ type: "snapshot", data: [{ id }] });
    update(world, id, { state: "done" });
    world.flush();
    expect(last(seat)).toMatchObject({ type: "change", leave: [id] });
  });

  it("goes on from where it stood, over an eviction", () => {
    const [id = ""] = create(world, { state: "open" });
    const held = leave(world, view);
    update(world, id, { state: "done" });
    world.evict();
    expect(last(comeBack(world, held))).toMatchObject({ type: "change", leave: [id] });
  });

  it("survives an eviction with the socket open", () => {
    const seat = follow(world, view);
    world.evict();
    const [id = ""] = create(world, { state: "open" });
    expect(last(seat)).toMatchObject({ type: "change", enter: [{ id }] });
  });

  it("starts anew where rows of the resource went without a change in the log", () => {
    create(world, { state: "open" });
    const held = leave(world, view);
    world.live.rowsExpired("tasks");
    expect(last(comeBack(world, held))).toMatchObject({ type: "snapshot", reset: "history" });
  });
});
