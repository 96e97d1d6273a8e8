/** Coming back with a position: the difference, or the reason why there is none. Never a silent gap. (L3) */
import { beforeEach, describe, expect, it } from "vitest";
import { accountConfig } from "../../src/resources/account-config.ts";
import { comeBack, create, follow, last, leave, SYSTEM, statements, update } from "../support/live-steps.ts";
import { tasks } from "../support/live-things.ts";
import { LiveWorld, openLiveDatabase } from "../support/live-world.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
});

const reset = (reason: string) => ({ type: "snapshot", reset: reason });

describe("a client that comes back", () => {
  it("is current when nothing happened at all", () => {
    create(world);
    const held = leave(world);
    expect(last(comeBack(world, held))).toEqual({ type: "current", id: "a", seq: held.seq });
  });

  it("is current when nothing happened to what it shows, and is told the newest position", () => {
    const held = leave(world, { query: { filter: { state: "won" } } });
    create(world);
    expect(last(comeBack(world, held))).toEqual({ type: "current", id: "a", seq: (held.seq ?? 0) + 1 });
  });

  it("is told what it missed as one change", () => {
    const [first = "", second = "", third = ""] = create(world, { points: 1 }, 3);
    const held = leave(world, { query: { sort: ["points"], limit: 3 } });
    update(world, first, { points: 9 });
    update(world, second, { title: "new" });
    const [fourth] = create(world, { points: 2 });
    expect(last(comeBack(world, held))).toMatchObject({
      type: "change",
      from: held.seq,
      seq: (held.seq ?? 0) + 3,
      enter: [{ id: fourth }],
      update: [{ id: second }],
      leave: [first],
    });
    expect(third).not.toBe("");
  });

  it("is told nothing of a record that came and went meanwhile", () => {
    const held = leave(world);
    const [id = ""] = create(world);
    world.write(SYSTEM, (writer) => void writer.purge(tasks, id, null));
    expect(last(comeBack(world, held))).toMatchObject({ type: "current" });
  });

  it("is told of the touched groups of an aggregate", () => {
    const [first = ""] = create(world, { state: "open", points: 1 });
    create(world, { state: "won", points: 2 });
    const held = leave(world, { aggregate: { groupBy: ["state"], count: true, sum: ["points"] } });
    update(world, first, { state: "lost" });
    expect(last(comeBack(world, held))).toMatchObject({
      type: "change",
      groups: [{ state: "lost", count: 1, sum: { points: 1 } }],
      gone: [{ state: "open" }],
    });
  });

  it("goes on from there like one that never left", () => {
    const held = leave(world, { query: { limit: 2 } });
    create(world, {}, 2);
    const seat = comeBack(world, held);
    create(world);
    expect(seat.client.failure).toBeNull();
    expect(seat.client.rows("a")).toEqual(world.requery("key_a", seat.client.held.get("a")?.message ?? held.message));
  });

  it("finds its place although everybody had left and the object slept", () => {
    const held = leave(world);
    create(world);
    world.evict();
    create(world);
    expect(last(comeBack(world, held))).toMatchObject({ type: "change", from: held.seq, enter: [{}, {}] });
  });

  it("may use the highest position it saw on its connection for every subscription", () => {
    const seat = world.connect("key_a");
    seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks", query: { filter: { state: "won" } } });
    seat.client.subscribe({ type: "subscribe", id: "b", resource: "tasks" });
    create(world, { state: "open" }, 3);
    const held = seat.client.held.get("a");
    if (!held) throw new Error("Nothing is held.");
    world.disconnect(seat);
    create(world, { state: "won" });
    expect(last(comeBack(world, held, seat.client.seq))).toMatchObject({
      type: "change",
      from: seat.client.seq,
      enter: [{ state: "won" }],
    });
  });
});

describe("many that come back at once", () => {
  it("share what is read for the first", () => {
    const held = leave(world);
    create(world, {}, 5);
    const reads = (work: () => void) =>
      statements(world, work).filter((query) => query.includes('FROM "tasks"')).length;
    expect(reads(() => comeBack(world, held))).toBe(1);
    expect(reads(() => expect(last(comeBack(world, held))).toMatchObject({ type: "change" }))).toBe(0);
  });

  it("are told what happened since the first one came", () => {
    const held = leave(world, { query: { limit: 3 } });
    create(world, {}, 2);
    comeBack(world, held);
    create(world);
    const seat = comeBack(world, held);
    expect(seat.client.rows("a")).toHaveLength(3);
    create(world);
    expect(comeBack(world, held).client.rows("a")).toEqual(seat.client.rows("a"));
  });

  it("are given fresh snapshots", () => {
    const [id = ""] = create(world, { title: "old" });
    leave(world);
    const seats = [0, 1].map(() => follow(world));
    update(world, id, { title: "new" });
    seats.push(follow(world));
    for (const seat of seats) expect(seat.client.rows("a")).toMatchObject([{ title: "new" }]);
  });
});

describe("a position that cannot be continued", () => {
  it("before the kept history is answered with a snapshot", () => {
    const early = leave(world);
    create(world);
    const late = leave(world);
    create(world);
    world.now += 10_000;
    world.store.log.trim(new Date(world.now).toISOString(), 100);
    expect(late.seq).toBe(world.store.log.historyStart - 1);
    expect(last(comeBack(world, early))).toMatchObject(reset("history"));
    expect(last(comeBack(world, late))).toMatchObject({ type: "change" });
  });

  it("of another time of the same words is answered with a snapshot", () => {
    const held = leave(world, { query: { filter: { due: { lt: "now+1d" } } } });
    world.now += 1;
    expect(last(comeBack(world, held))).toMatchObject(reset("wake"));
    const fixed = leave(world, { query: { filter: { due: { lt: "2026-11-21T10:00:00Z" } } } });
    world.now += 1;
    expect(last(comeBack(world, fixed))).toMatchObject({ type: "current" });
  });

  it.each([{ query: { q: "alpha" } }, { query: { filter: { "team.size": 1 } } }, { aggregate: { sum: ["ratio"] } }])(
    "of a search (%j) is answered with a snapshot",
    (question) => {
      expect(last(comeBack(world, leave(world, question)))).toMatchObject(reset("wake"));
    },
  );

  it("before too many changes is answered with a snapshot", () => {
    const early = leave(world);
    const [id = ""] = create(world);
    const late = leave(world);
    world.write(SYSTEM, (writer) => {
      for (let round = 0; round < 5_000; round += 1) writer.update(tasks, id, { points: round }, null);
    });
    expect(last(comeBack(world, early))).toMatchObject(reset("lag"));
    expect(last(comeBack(world, late))).toMatchObject({ type: "change", update: [{ points: 4_999 }] });
  });

  it("before too long a stretch of the log is answered with a snapshot", () => {
    const held = leave(world);
    world.database.sql.exec(
      `INSERT INTO changes (seq, at, actor_kind, actor_id, request_id, resource, record_id, action)
       WITH RECURSIVE n (seq) AS (SELECT ? UNION ALL SELECT seq + 1 FROM n LIMIT 20001)
       SELECT seq, '2026-11-21T10:00:00.000Z', 'system', 'system', 'req_1', 'teams', 'team_1', 'update' FROM n`,
      (held.seq ?? 0) + 1,
    );
    world.evict();
    expect(last(comeBack(world, held))).toMatchObject(reset("lag"));
    expect(last(comeBack(world, held, (held.seq ?? 0) + 1))).toMatchObject({ type: "current" });
  });

  it("before the tenant's own fields may have changed is answered with a snapshot, where the query names them", () => {
    const [plain, custom] = [leave(world), leave(world, { query: { filter: { "custom.tier": "gold" } } })];
    world.write(SYSTEM, (writer) => void writer.createTrusted(accountConfig, { timezone: "UTC" }));
    expect(last(comeBack(world, plain))).toMatchObject({ type: "current" });
    expect(last(comeBack(world, custom))).toMatchObject(reset("wake"));
  });

  it("before a change of the own role is answered with a snapshot", () => {
    world.addKey("key_v", "viewer");
    world.addKey("key_w", "viewer");
    const held = leave(world, {}, "key_v");
    world.changeRole("key_w", "member");
    expect(last(comeBack(world, held, undefined, "key_v"))).toMatchObject({ type: "current" });
    world.changeRole("key_v", "member");
    expect(last(comeBack(world, held, undefined, "key_v"))).toMatchObject(reset("role"));
    world.changeRole("key_v", "viewer");
    expect(last(comeBack(world, held, undefined, "key_v"))).toMatchObject(reset("role"));
  });

  it("before the definitions changed is answered with a snapshot", () => {
    create(world);
    const held = leave(world);
    world.database.sql.exec("UPDATE meta SET value = '[]' WHERE key = 'live.definitions'");
    world.evict();
    expect(last(comeBack(world, held))).toMatchObject(reset("role"));
    create(world);
    const after = leave(world);
    expect(last(comeBack(world, after))).toMatchObject({ type: "current" });
  });

  it("is none because the definitions are written down for the first time", () => {
    const held = leave(world);
    world.database.sql.exec("DELETE FROM meta");
    world.evict();
    expect(last(comeBack(world, held))).toMatchObject({ type: "current" });
  });

  it("before rows went without a change is answered with a snapshot", () => {
    create(world);
    const held = leave(world);
    world.database.sql.exec("DELETE FROM tasks");
    world.live.rowsExpired("tasks");
    expect(last(comeBack(world, held))).toMatchObject({ ...reset("history"), data: [] });
    create(world);
    expect(last(comeBack(world, leave(world)))).toMatchObject({ type: "current" });
  });

  it.each([
    ["in the future", 1_000],
    ["of another tenant that is ahead", 2_000_000],
    ["beyond whole numbers", 1e21],
  ])("%s is an error, and nothing is subscribed", (_, since) => {
    const seat = world.connect("key_a");
    const message = JSON.stringify({ type: "subscribe", id: "a", resource: "tasks", since });
    void world.live.message(seat.socket, message);
    expect(last(seat)).toMatchObject({ type: "error", id: "a", error: { code: "BAD_REQUEST" } });
    create(world);
    expect(last(seat)).toMatchObject({ type: "error" });
    expect(seat.client.closed).toBeNull();
  });
});

describe("rows that go without a change", () => {
  it("leave those who hold them, by a snapshot, and nobody else is told", () => {
    const [first = ""] = create(world);
    create(world, { state: "won" });
    const [all, won, count] = [{}, { query: { filter: { state: "won" } } }, { aggregate: { count: true } }].map(
      (question) => {
        const seat = world.connect("key_a");
        seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks", ...question });
        return seat;
      },
    );
    world.database.sql.exec("DELETE FROM tasks WHERE id = ?", first);
    world.live.rowsExpired("tasks");
    expect(all && last(all)).toMatchObject({ ...reset("history"), data: [{ state: "won" }] });
    expect(won && last(won)).not.toHaveProperty("reset");
    expect(count && last(count)).toMatchObject({ ...reset("history"), data: [{ count: 1 }] });
    world.evict();
    create(world, { state: "won" });
    for (const seat of [all, won, count]) expect([seat?.client.failure, seat?.client.closed]).toEqual([null, null]);
  });
});

describe("two tenants", () => {
  it("know nothing of each other's positions", () => {
    const other = new LiveWorld(openLiveDatabase());
    other.addKey("key_a", "admin");
    create(world, {}, 3);
    const held = leave(world);
    const seat = other.connect("key_a");
    seat.client.subscribe({ ...held.message, since: held.seq ?? 0 }, held);
    expect(seat.client.messages.at(-1)).toMatchObject({ type: "error", error: { code: "BAD_REQUEST" } });
  });
});
