/** Nobody is sent what they may not see, from the commit on that takes their rights. (L7, L8) */
import { beforeEach, describe, expect, it } from "vitest";
import type { Credential } from "../../objects/records/live/socket.ts";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { apiKeys } from "../../src/resources/api-keys.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import { tasks, teams } from "../support/live-things.ts";
import { LiveWorld, type Seat } from "../support/live-world.ts";

const SYSTEM: Principal = { kind: "system", id: "system", role: null, resources: null, readOnly: false };

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
  world.addKey("key_v", "viewer");
});

const create = (key: string, body: Readonly<Record<string, unknown>> = {}): string => {
  let id = "";
  world.write(world.principal(key), (writer) => {
    id = writer.create(tasks, body).record.id;
  });
  return id;
};

function follow(key: string, question: object = { resource: "tasks" }): Seat {
  const seat = world.connect(key);
  seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks", ...question });
  return seat;
}

const last = (seat: Seat) => seat.client.messages.at(-1);

describe("rows that belong to others", () => {
  it("are neither in the snapshot nor in any change, not even as an id that leaves", () => {
    const foreign = create("key_a");
    const own = create("key_v");
    const seat = follow("key_v");
    expect(seat.client.rows("a").map((row) => row.id)).toEqual([own]);
    const told = seat.client.messages.length;
    world.write(world.principal("key_a"), (writer) => {
      writer.update(tasks, foreign, { state: "won" }, null);
      writer.create(tasks, {});
      writer.remove(tasks, foreign, null);
      writer.restore(tasks, foreign, null);
      writer.purge(tasks, foreign, null);
    });
    expect(seat.client.messages).toHaveLength(told);
    world.write(world.principal("key_a"), (writer) => void writer.update(tasks, own, { state: "won" }, null));
    expect(last(seat)).toMatchObject({ type: "change", enter: [], update: [{ id: own, state: "won" }], leave: [] });
  });

  it("do not count in an aggregate", () => {
    create("key_a");
    const seat = follow("key_v", { aggregate: { count: true } });
    expect(seat.client.rows("a")).toEqual([{ count: 0 }]);
    create("key_a");
    create("key_v");
    expect(seat.client.rows("a")).toEqual([{ count: 1 }]);
    expect(seat.client.messages.filter((message) => message.type === "change")).toHaveLength(1);
  });

  it("share one evaluation among those who may see the same", () => {
    for (const key of ["key_a", "key_a", "key_v", "key_v"]) follow(key);
    expect(world.database.sql.exec("SELECT id FROM live_groups").toArray()).toHaveLength(2);
  });
});

describe("a role that changes", () => {
  it("narrows what a socket holds, by a snapshot with its reason", () => {
    create("key_a");
    const own = create("key_v");
    world.changeRole("key_v", "member");
    const seat = follow("key_v");
    expect(seat.client.rows("a")).toHaveLength(2);
    world.changeRole("key_v", "viewer");
    expect(last(seat)).toMatchObject({ type: "snapshot", reset: "role", data: [{ id: own }] });
    world.changeRole("key_v", "member");
    expect(last(seat)).toMatchObject({ type: "snapshot", reset: "role" });
    expect(seat.client.rows("a")).toHaveLength(2);
  });

  it("hides what the same transaction writes", () => {
    world.changeRole("key_v", "member");
    const seat = follow("key_v");
    world.changeRole("key_v", "viewer", (writer) => void writer.createTrusted(tasks, { title: "secret" }));
    expect(JSON.stringify(seat.client.messages)).not.toContain("secret");
    expect(seat.client.failure).toBeNull();
  });

  it("ends a subscription that may not be any more, and leaves the others untouched", () => {
    world.changeRole("key_v", "member");
    const seat = world.connect("key_v");
    seat.client.subscribe({ type: "subscribe", id: "teams", resource: "teams" });
    seat.client.subscribe({
      type: "subscribe",
      id: "by team",
      resource: "tasks",
      query: { filter: { "team.size": { gt: 1 } } },
    });
    seat.client.subscribe({ type: "subscribe", id: "own", resource: "tasks", query: { filter: { state: "won" } } });
    world.changeRole("key_v", "viewer");
    const errors = seat.client.messages.filter((message) => message.type === "error");
    expect(errors).toMatchObject([
      { id: "teams", error: { code: "FORBIDDEN" } },
      { id: "by team", error: { code: "FORBIDDEN" } },
    ]);
    expect([...seat.client.held.keys()]).toEqual(["own"]);
    world.write(SYSTEM, (writer) => void writer.create(teams, { name: "red", size: 2 }));
    world.flush();
    expect(seat.client.failure).toBeNull();
  });

  it("says nothing to sockets whose rights stay the same", () => {
    const seat = follow("key_a");
    const told = seat.client.messages.length;
    world.changeRole("key_a", "owner");
    expect(seat.client.messages).toHaveLength(told);
  });

  it("moves a socket to a group whose other members are told the commit as a change", () => {
    const watcher = follow("key_a");
    const seat = follow("key_v");
    world.evict();
    world.changeRole("key_v", "member", (writer) => void writer.createTrusted(tasks, { title: "new" }));
    expect(last(watcher)).toMatchObject({ type: "change", enter: [{ title: "new" }] });
    expect(last(seat)).toMatchObject({ type: "snapshot", reset: "role", data: [{ title: "new" }] });
    create("key_a", { title: "next" });
    expect(last(seat)).toMatchObject({ type: "change", enter: [{ title: "next" }] });
    expect([watcher.client.failure, seat.client.failure]).toEqual([null, null]);
  });

  it("moves a socket to an aggregate or a search whose other members are told the commit as a change", () => {
    const questions = [{ aggregate: { count: true } }, { query: { q: "new" } }];
    for (const question of questions) {
      const watcher = follow("key_a", question);
      const seat = follow("key_v", question);
      for (const evicts of [false, true]) {
        if (evicts) world.evict();
        const told = watcher.client.messages.length;
        world.changeRole("key_v", "member", (writer) => void writer.createTrusted(tasks, { title: "new" }));
        world.flush();
        expect(watcher.client.messages.slice(told)).toMatchObject([{ type: "change" }]);
        expect(last(seat)).toMatchObject({ type: "snapshot", reset: "role" });
        expect(seat.client.rows("a")).toEqual(watcher.client.rows("a"));
        world.changeRole("key_v", "viewer");
      }
      expect([watcher.client.failure, seat.client.failure]).toEqual([null, null]);
    }
  });

  it("reads nothing that was remembered before the commit", () => {
    create("key_a", { title: "old" });
    const ids = [follow("key_a"), follow("key_a")].map((seat) => String(seat.client.rows("a")[0]?.id));
    const seat = follow("key_v");
    world.changeRole("key_v", "member", (writer) => void writer.update(tasks, ids[0] ?? "", { title: "young" }, null));
    expect(seat.client.rows("a")).toMatchObject([{ title: "young" }]);
  });
});

describe("a credential", () => {
  it("that is revoked closes its sockets with 4403 in the turn of the commit", () => {
    const seats = [follow("key_v"), follow("key_v"), follow("key_a")];
    const at = new Date(world.now).toISOString();
    world.write(SYSTEM, (writer) => void writer.updateTrusted(apiKeys, writerKey(), { revokedAt: at }));
    expect(seats.map(({ client }) => client.closed?.code)).toEqual([CLOSE.FORBIDDEN, CLOSE.FORBIDDEN, undefined]);
    const told = seats.map(({ client }) => client.messages.length);
    create("key_v");
    expect(seats.map(({ client }) => client.messages.length)).toEqual([told[0], told[1], (told[2] ?? 0) + 1]);
  });

  it("that is over closes its sockets with 4401 when the owner says that the time has come", () => {
    const seat = world.connect("key_v", () => {}, world.now + 60_000);
    world.connect("key_v", () => {}, world.now + 90_000);
    world.connect("key_a");
    expect(world.live.nextExpiry()).toBe(world.now + 60_000);
    world.evict();
    expect(world.live.nextExpiry()).toBe(world.now + 60_000);
    world.now += 60_000;
    const sight = world.sight.bind(world);
    world.sight = (id) => (id === "key_v" ? null : sight(id));
    world.live.rightsChanged();
    expect(seat.client.closed?.code).toBe(CLOSE.UNAUTHENTICATED);
    expect([...world.seats].map(({ client }) => client.closed?.code)).toEqual([4401, 4403, undefined]);
    expect(world.live.nextExpiry()).toBeNull();
  });

  it("that is renewed leaves what the rights allow untouched", async () => {
    const seat = follow("key_v");
    world.renew = async (token) => (token === "fresh" ? { kind: "key", id: "key_v", expiresAt: world.now + 5 } : null);
    const told = seat.client.messages.length;
    await world.live.message(seat.socket, JSON.stringify({ type: "auth", token: "fresh" }));
    expect(seat.client.messages).toHaveLength(told);
    expect(world.live.nextExpiry()).toBe(world.now + 5);
    await world.live.message(seat.socket, JSON.stringify({ type: "auth", token: "stale" }));
    expect(seat.client.closed?.code).toBe(CLOSE.UNAUTHENTICATED);
  });

  it("that was renewed stays so over an eviction", async () => {
    const seat = follow("key_v");
    const expiresAt = world.now + 5;
    world.renew = async () => ({ kind: "key", id: "key_v", expiresAt });
    await world.live.message(seat.socket, JSON.stringify({ type: "auth", token: "t" }));
    world.evict();
    expect(world.live.nextExpiry()).toBe(expiresAt);
  });

  it("that arrives after its socket has closed changes nothing", async () => {
    const seat = follow("key_v");
    const told = seat.client.messages.length;
    let answer: (credential: Credential) => void = () => {};
    world.renew = () => new Promise((resolve) => (answer = resolve));
    const renewed = world.live.message(seat.socket, JSON.stringify({ type: "auth", token: "t" }));
    world.disconnect(seat);
    const attachment = seat.socket.attachment;
    answer({ kind: "key", id: "key_a", expiresAt: null });
    await renewed;
    expect([seat.client.messages.length, seat.socket.attachment]).toEqual([told, attachment]);
    expect(seat.client.failure).toBeNull();
  });

  it("of another principal brings that one's rights", async () => {
    const foreign = create("key_a");
    const seat = follow("key_v");
    world.renew = async () => ({ kind: "key", id: "key_a", expiresAt: null });
    await world.live.message(seat.socket, JSON.stringify({ type: "auth", token: "t" }));
    expect(last(seat)).toMatchObject({ type: "snapshot", reset: "role", data: [{ id: foreign }] });
  });

  it("whose renewal fails for other reasons costs nothing but an error", async () => {
    const seat = follow("key_v");
    world.renew = async () => Promise.reject(new Error("no keys at hand"));
    await world.live.message(seat.socket, JSON.stringify({ type: "auth", token: "t" }));
    expect(last(seat)).toMatchObject({ type: "error", error: { code: "UNAVAILABLE" } });
    expect(seat.client.closed).toBeNull();
    expect(JSON.stringify(seat.client.messages)).not.toContain("no keys at hand");
  });

  it("is asked again by every subscribe", () => {
    const seat = world.connect("key_v");
    world.sight = () => null;
    seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks" });
    expect(seat.client.closed?.code).toBe(CLOSE.FORBIDDEN);
  });
});

function writerKey() {
  const key = world.store.get(apiKeys, "key_v");
  if (!key) throw new Error("There is no key.");
  return key;
}
