/** Failures stay where they happen: slow sockets, broken groups, and live queries as a whole. (L4) */
import { beforeEach, describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { breakStatements, comeBack, create, follow, last, SYSTEM } from "../support/live-steps.ts";
import { tasks } from "../support/live-things.ts";
import { LiveWorld } from "../support/live-world.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
});

const groups = () => world.database.sql.exec("SELECT id FROM live_groups").toArray();

describe("a socket that fails", () => {
  it("costs the others nothing and is forgotten", () => {
    const [broken, good] = [follow(world), follow(world)];
    broken.socket.broken = true;
    expect(create(world)).toHaveLength(1);
    expect(broken.client.closed).not.toBeNull();
    expect(last(good)).toMatchObject({ type: "change" });
    create(world);
    expect(world.logged).toEqual([]);
    expect(good.client.failure).toBeNull();
  });

  it("by not acknowledging is closed with 4408, and may come back with its position", () => {
    const seat = follow(world, { query: { limit: 1 } });
    const slow = follow(world, { query: { limit: 1 } });
    slow.client.acknowledge = () => {};
    for (let round = 0; round <= LIMITS.live.unacknowledged + 2; round += 1) create(world);
    expect(slow.client.closed?.code).toBe(CLOSE.TOO_SLOW);
    expect([seat.client.closed, seat.client.failure, slow.client.failure]).toEqual([null, null, null]);
    const held = slow.client.held.get("a");
    if (!held) throw new Error("Nothing is held.");
    const back = comeBack(world, held);
    expect(back.client.rows("a")).toEqual(seat.client.rows("a"));
  });

  it("by not reading is closed with 4408", () => {
    const seat = follow(world);
    seat.socket.bufferedAmount = LIMITS.live.bufferedBytes * 2;
    create(world);
    expect(seat.client.closed?.code).toBe(CLOSE.TOO_SLOW);
  });
});

describe("a socket whose attachment fails", () => {
  it("is closed alone when it cannot be written", () => {
    const [broken, good] = [world.connect("key_a"), follow(world)];
    broken.socket.setState = () => {
      throw new Error("The socket is gone.");
    };
    broken.client.subscribe({ type: "subscribe", id: "a", resource: "tasks" });
    expect([broken.client.closed?.code, good.client.closed]).toEqual([CLOSE.RESTARTING, null]);
    create(world);
    expect(last(good)).toMatchObject({ type: "change" });
  });

  it("is closed alone when it cannot be read", () => {
    const [broken, good] = [follow(world), follow(world)];
    broken.socket.attachment = "{";
    world.evict();
    create(world);
    expect([broken.client.closed?.code, good.client.closed]).toEqual([CLOSE.RESTARTING, null]);
    expect(last(good)).toMatchObject({ type: "change" });
  });

  it("is closed alone when what it asked breaks the storage", async () => {
    const [broken, good] = [follow(world), follow(world)];
    breakStatements(world, (query) => query.startsWith("DELETE FROM live_groups"), 1);
    broken.client.subscribe({ type: "subscribe", id: "b", resource: "tasks", query: { limit: 7 } });
    await world.live.message(broken.socket, JSON.stringify({ type: "unsubscribe", id: "b" }));
    expect([broken.client.closed?.code, good.client.closed]).toEqual([CLOSE.RESTARTING, null]);
    expect(world.logged).toHaveLength(1);
    create(world);
    expect(last(good)).toMatchObject({ type: "change" });
  });
});

describe("a group that fails", () => {
  it("gives its members the result anew, and leaves the other groups alone", () => {
    const ids = [1, 2, 3, 4].flatMap((points) => create(world, { points }));
    const [failing, other] = [follow(world, { query: { limit: 1, sort: ["points"] } }), follow(world)];
    breakStatements(world, (query) => query.includes('ORDER BY t."points"'), 1);
    for (const id of ids.slice(0, 3)) world.write(SYSTEM, (writer) => void writer.remove(tasks, id, null));
    const anew = failing.client.messages.filter((message) => message.type === "snapshot" && message.reset === "wake");
    expect(anew).toHaveLength(1);
    expect(failing.client.rows("a")).toMatchObject([{ points: 4 }]);
    expect([failing.client.failure, other.client.failure]).toEqual([null, null]);
    expect(JSON.stringify(failing.client.messages)).not.toContain("fire");
    expect(world.logged).toHaveLength(1);
  });

  it("for good tells its members so, and the commit stands", () => {
    const seat = follow(world, { query: { q: "alpha" } });
    breakStatements(world, (query) => query.includes("MATCH"));
    expect(create(world, { title: "alpha" })).toHaveLength(1);
    world.flush();
    expect(last(seat)).toMatchObject({ type: "error", id: "a", error: { code: "INTERNAL" } });
    expect(JSON.stringify(seat.client.messages)).not.toContain("fire");
    expect(groups()).toEqual([]);
  });

  it("to grow within its limit ends with the reason", () => {
    const seat = follow(world, { aggregate: { groupBy: ["points"], count: true } });
    world.write(SYSTEM, (writer) => {
      for (let points = 0; points <= 1_000; points += 1) writer.create(tasks, { points });
    });
    expect(last(seat)).toMatchObject({ type: "error", id: "a", error: { code: "QUOTA_EXCEEDED" } });
    expect(last(follow(world, { aggregate: { groupBy: ["points"], count: true } }))).toMatchObject({
      error: { code: "QUOTA_EXCEEDED" },
    });
    expect(groups()).toEqual([]);
  });

  it("to fit into one message ends with the reason", () => {
    const title = "x".repeat(800_000);
    const seat = follow(world);
    for (let made = 0; made < 11; made += 1) create(world, { title });
    expect(seat.client.failure).toBeNull();
    expect(last(follow(world))).toMatchObject({ type: "error", error: { code: "PAYLOAD_TOO_LARGE" } });
    const ids = seat.client.rows("a").map((row) => String(row.id));
    world.write(SYSTEM, (writer) => {
      for (const id of ids) writer.update(tasks, id, { state: "won" }, null);
    });
    expect(last(seat)).toMatchObject({ type: "error", id: "a", error: { code: "PAYLOAD_TOO_LARGE" } });
    expect(seat.client.closed).toBeNull();
  });
});

describe("live queries that fail as a whole", () => {
  it("stop no write: their clients are sent to connect again", () => {
    const seat = follow(world);
    world.evict();
    world.database.sql.exec("ALTER TABLE live_groups RENAME TO lost");
    expect(create(world)).toHaveLength(1);
    expect(seat.client.closed?.code).toBe(CLOSE.RESTARTING);
    world.database.sql.exec("ALTER TABLE lost RENAME TO live_groups");
    world.seats.delete(seat);
    const back = follow(world);
    create(world);
    expect(last(back)).toMatchObject({ type: "change" });
  });

  it("can be ended for all", () => {
    const seats = [follow(world), follow(world)];
    world.live.closeAll(CLOSE.FORBIDDEN, "erased");
    expect(seats.map(({ client }) => client.closed)).toEqual([0, 1].map(() => ({ code: 4403, reason: "erased" })));
    expect(groups()).toEqual([]);
  });
});
