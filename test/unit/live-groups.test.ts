/** One evaluation a group, and results that survive an eviction. (L1, L5, L11) */
import { beforeEach, describe, expect, it } from "vitest";
import { create, follow, last, SYSTEM, statements, update } from "../support/live-steps.ts";
import { tasks, teams } from "../support/live-things.ts";
import { LiveWorld, type Seat } from "../support/live-world.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
});

const groups = () => world.database.sql.exec("SELECT id, last_seq FROM live_groups").toArray();
const said = (seat: Seat) => seat.client.messages.map((message) => message.type);

describe("a group", () => {
  it("is one for all who ask the same, however they write it", () => {
    follow(world, { query: { filter: { and: [{ state: "open" }, { points: { in: [1, 2] } }] } } });
    follow(world, { id: "b", query: { filter: { and: [{ points: { in: [2, 1] } }, { state: "open" }] }, sort: [] } });
    expect(groups()).toHaveLength(1);
  });

  it("lasts as long as somebody asks", () => {
    const [first, second] = [follow(world), follow(world)];
    second.client.unsubscribe("a");
    expect(groups()).toHaveLength(1);
    world.disconnect(first);
    expect(groups()).toHaveLength(0);
  });

  it("that lost its last member while the object was away is forgotten", () => {
    const seat = follow(world);
    world.seats.delete(seat);
    world.evict();
    create(world);
    expect(groups()).toHaveLength(0);
  });

  it("is kept by a subscription that replaces itself", () => {
    const seat = follow(world);
    seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks" });
    expect(groups()).toHaveLength(1);
    create(world);
    expect(last(seat)).toMatchObject({ type: "change" });
  });

  it("asks the database nothing about a commit that its window can tell, beyond noting its position once for all", () => {
    const [first = ""] = create(world, { points: 1 }, 5);
    for (const limit of [3, 4, 5]) follow(world, { query: { sort: ["-points"], limit } });
    follow(world, { aggregate: { groupBy: ["state"], count: true, sum: ["points"], max: ["points"] } });
    const queries = statements(world, () => update(world, first, { points: 2 }));
    expect(queries.filter((query) => query.includes("live_groups"))).toHaveLength(1);
    // The record that the writer reads; nothing else of the table.
    expect(queries.filter((query) => query.includes('FROM "tasks"'))).toHaveLength(1);
  });

  it("reads records that are drawn into its window by their ids", () => {
    const [first = ""] = create(world, { points: 1 }, 5);
    const seat = follow(world, { query: { sort: ["points"], limit: 3 } });
    const queries = statements(world, () => update(world, first, { points: 9 }));
    expect(queries.filter((query) => query.includes("t.id IN"))).toHaveLength(1);
    expect(last(seat)).toMatchObject({ enter: [{ points: 1 }], update: [], leave: [first] });
  });

  it("tells a batch as one change, from the state before it to the state after it", () => {
    const [first = "", second = ""] = create(world, {}, 2);
    const seat = follow(world, { query: { limit: 3 } });
    const told = seat.client.messages.length;
    world.write(SYSTEM, (writer) => {
      writer.update(tasks, first, { state: "won" }, null);
      writer.update(tasks, first, { state: "lost" }, null);
      writer.remove(tasks, second, null);
      const { record } = writer.create(tasks, {});
      writer.purge(tasks, record.id, null);
      writer.create(tasks, { title: "stays" });
    });
    expect(seat.client.messages.slice(told)).toMatchObject([
      { type: "change", enter: [{ title: "stays" }], update: [{ id: first, state: "lost" }], leave: [second] },
    ]);
  });

  it("tells the members of several groups one commit before the next", () => {
    const seat = follow(world, { id: "one", query: { limit: 1 } });
    seat.client.subscribe({ type: "subscribe", id: "log", resource: "audit-log", query: { limit: 2 } });
    seat.client.subscribe({ type: "subscribe", id: "count", resource: "tasks", aggregate: { count: true } });
    const told = seat.client.messages.length;
    create(world);
    create(world);
    const seqs = seat.client.messages.slice(told).map((message) => ("seq" in message ? message.seq : -1));
    expect(seqs).toEqual([2, 2, 2, 3, 3, 3]);
  });
});

describe("an object that wakes", () => {
  it("reads no results, neither when it starts nor for writes that concern nobody", () => {
    create(world, {}, 3);
    follow(world, { query: { filter: { state: "won" } } });
    follow(world, { query: { q: "alpha" } });
    world.evict();
    const queries = statements(world, () =>
      world.write(SYSTEM, (writer) => void writer.create(teams, { name: "red", size: 1 }), ["teams"]),
    );
    expect(queries.filter((query) => query.includes('FROM "tasks"'))).toEqual([]);
    const concerned = statements(world, () =>
      world.write(SYSTEM, (writer) => void writer.create(tasks, { state: "open" }), ["tasks"]),
    );
    // The search alone has to know where it stood.
    expect(concerned.filter((query) => query.includes('FROM "tasks"'))).toHaveLength(1);
  });

  it("goes on with every kind of result where it stood", () => {
    const ids = create(world, { title: "alpha", points: 1 }, 3);
    const questions = [
      { query: { sort: ["points"], limit: 2 } },
      { query: { q: "alpha" } },
      { aggregate: { groupBy: ["points"], count: true } },
      { aggregate: { sum: ["ratio"], count: true } },
    ];
    const seats = questions.map((question) => follow(world, question));
    for (let round = 0; round < 3; round += 1) {
      world.evict();
      world.write(SYSTEM, (writer) => void writer.update(tasks, ids[round] ?? "", { points: 5 + round }, null));
      create(world, { title: "alpha", points: 0 });
      world.flush();
    }
    for (const seat of seats) {
      expect([seat.client.failure, seat.client.closed]).toEqual([null, null]);
      expect(said(seat).filter((type) => type === "snapshot")).toHaveLength(1);
      expect(said(seat).filter((type) => type === "change").length).toBeGreaterThanOrEqual(3);
    }
  });

  it("knows of each member where it stands: some joined after the last change, some before", () => {
    const early = follow(world, { query: { filter: { state: "won" } } });
    create(world, { state: "won" });
    create(world);
    const late = follow(world, { query: { filter: { state: "won" } } });
    world.evict();
    create(world, { state: "won" });
    expect([last(early), last(late)]).toMatchObject([
      { type: "change", from: 2, seq: 4 },
      { type: "change", from: 3, seq: 4 },
    ]);
    expect([early.client.failure, late.client.failure]).toEqual([null, null]);
  });

  it("finds a search that was to be run again, and sends its result anew", () => {
    const seat = follow(world, { query: { q: "alpha" } });
    create(world, { title: "alpha" });
    world.evict();
    world.live.nextExpiry();
    world.flush();
    expect(last(seat)).toMatchObject({ type: "snapshot", reset: "wake", data: [{ title: "alpha" }] });
    create(world, { title: "alpha" });
    world.flush();
    expect(last(seat)).toMatchObject({ type: "change", enter: [{}] });
  });

  it("sends a result anew whose change it was not warned of", () => {
    const seat = follow(world, { query: { q: "alpha" } });
    world.evict();
    world.write(SYSTEM, (writer) => void writer.create(tasks, { title: "alpha" }), []);
    world.flush();
    expect(last(seat)).toMatchObject({ type: "snapshot", reset: "wake" });
    expect(seat.client.failure).toBeNull();
  });

  it("closes sockets whose attachment it does not understand, and passes over those that are being opened", () => {
    const [odd, lost, fresh] = [follow(world), follow(world), follow(world)];
    odd.socket.attachment = '{"credential":1}';
    lost.socket.attachment = JSON.stringify({
      credential: { kind: "key", id: "key_a", expiresAt: null },
      subscriptions: [["a", 99, 1]],
    });
    fresh.socket.attachment = null;
    world.evict();
    create(world);
    expect([odd, lost, fresh].map(({ client }) => client.closed?.code)).toEqual([1012, 1012, undefined]);
  });
});

describe("a search", () => {
  it("is run once for a burst of commits, and tells the difference", () => {
    const seats = [follow(world, { query: { q: "alpha" } }), follow(world, { query: { q: "alpha" } })];
    const queries = statements(world, () => {
      for (let round = 0; round < 5; round += 1) create(world, { title: "alpha" });
      world.flush();
    });
    expect(queries.filter((query) => query.includes("MATCH"))).toHaveLength(1);
    for (const seat of seats)
      expect(last(seat)).toMatchObject({ type: "change", from: 1, seq: 6, enter: [{}, {}, {}, {}, {}] });
  });

  it("sees changes of the records it looks into", () => {
    let team = "";
    world.write(SYSTEM, (writer) => {
      team = writer.create(teams, { name: "red", size: 1 }).record.id;
    });
    const [id = ""] = create(world, { teamId: team });
    const seat = follow(world, { query: { filter: { "team.size": { gt: 1 } } } });
    world.write(SYSTEM, (writer) => void writer.update(teams, team, { size: 2 }, null), ["teams"]);
    world.flush();
    expect(last(seat)).toMatchObject({ enter: [{ id }], leave: [] });
    world.write(SYSTEM, (writer) => void writer.update(teams, team, { size: 1 }, null), ["teams"]);
    world.flush();
    expect(last(seat)).toMatchObject({ enter: [], leave: [id] });
  });

  it("that waits to be run is run for those who hold it before somebody joins", () => {
    const seat = follow(world, { query: { q: "alpha" } });
    create(world, { title: "alpha" });
    const other = follow(world, { query: { q: "alpha" } });
    expect(last(seat)).toMatchObject({ type: "change" });
    world.flush();
    expect([said(seat).length, said(other).length]).toEqual([3, 2]);
  });

  it("that does not wait is not run again for those who join", () => {
    follow(world, { query: { q: "alpha" } });
    create(world, { title: "alpha" });
    world.flush();
    follow(world, { query: { q: "alpha" } });
    const queries = statements(world, () => follow(world, { query: { q: "alpha" } }));
    expect(queries.filter((query) => query.includes("MATCH"))).toEqual([]);
  });

  it("whose members left before it was run is not run", () => {
    const seat = follow(world, { query: { q: "alpha" } });
    create(world, { title: "alpha" });
    world.disconnect(seat);
    expect(statements(world, () => world.flush()).filter((query) => query.includes("MATCH"))).toEqual([]);
  });

  it("without a sort shows the newest first", () => {
    const [older, newer] = [create(world, { title: "alpha" }), create(world, { title: "alpha alpha" })];
    expect(
      follow(world, { query: { q: "alpha" } })
        .client.rows("a")
        .map((row) => row.id),
    ).toEqual([...newer, ...older]);
  });
});
