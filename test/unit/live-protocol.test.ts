/** What a socket may say, and what it hears when it says something else. (L9, F2) */
import { beforeEach, describe, expect, it } from "vitest";
import { CLOSE, retryAfterClose } from "../../src/protocol/close-codes.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { downMessageSchema } from "../../src/protocol/live-down.ts";
import { upMessageSchema } from "../../src/protocol/live-up.ts";
import { tasks } from "../support/live-things.ts";
import { FakeSocket, LiveWorld, type Seat } from "../support/live-world.ts";

let world: LiveWorld;
let seat: Seat;
beforeEach(() => {
  world = new LiveWorld();
  world.addKey("key_a", "admin");
  seat = world.connect("key_a");
});

const say = (message: unknown): Promise<void> =>
  world.live.message(seat.socket, typeof message === "string" ? message : JSON.stringify(message));
const heard = () => seat.client.messages.at(-1);
const errorOf = (id: string, code: string) => ({ type: "error", id, error: expect.objectContaining({ code }) });

describe("a socket that opens", () => {
  it("is told the protocol, the tenant, the position and the limits", () => {
    const limits = { subscriptions: 64, messageBytes: 65_536, ackEvery: 100, window: 1_000 };
    expect(heard()).toEqual({
      type: "welcome",
      protocol: 1,
      tenant: "acme",
      connection: seat.socket.id,
      seq: 1,
      limits,
    });
  });

  it("of a repository is told which, and of no tenant", () => {
    world.of = { repository: "1296269" };
    world.evict();
    expect(downMessageSchema.parse(world.connect("key_a").client.messages[0])).toMatchObject({
      type: "welcome",
      repository: "1296269",
    });
    expect(world.connect("key_a").client.messages[0]).not.toHaveProperty("tenant");
  });

  it("is closed where there are too many", () => {
    world.maxSockets = 1;
    expect(world.connect("key_a").client.closed).toEqual({ code: CLOSE.TOO_MANY, reason: "retry after 5" });
    world.disconnect(seat);
    expect(world.connect("key_a").client.closed).toBeNull();
  });
});

describe("what is not a message", () => {
  it.each([
    ["text that is not JSON", "{"],
    ["another JSON value", "[]"],
    ["an unknown type", '{"type":"shout"}'],
    ["no type", '{"id":"a"}'],
    ["an unsubscribe without an id", '{"type":"unsubscribe"}'],
    ["an ack of nothing", '{"type":"ack","seq":-1}'],
    ["an ack of half a position", '{"type":"ack","seq":0.5}'],
    ["an empty token", '{"type":"auth","token":""}'],
    ["a subscribe without an id", '{"type":"subscribe","resource":"tasks"}'],
    ["a subscribe whose id is a number", '{"type":"subscribe","id":1,"resource":"tasks"}'],
    ["depth without end", `{"type":"unsubscribe","id":${"[".repeat(10_000)}`],
  ])("%s closes the socket with 4400", async (_, text) => {
    await say(text);
    expect(seat.client.closed?.code).toBe(CLOSE.PROTOCOL_ERROR);
    expect(retryAfterClose(CLOSE.PROTOCOL_ERROR)).toBe("never");
  });

  it("binary data closes the socket with 4400", async () => {
    await world.live.message(seat.socket, new ArrayBuffer(2));
    expect(seat.client.closed?.code).toBe(CLOSE.PROTOCOL_ERROR);
  });

  it("an acknowledgement of what was never sent closes the socket with 4400", async () => {
    await say({ type: "ack", seq: 1 });
    expect(seat.client.closed).toBeNull();
    await say({ type: "ack", seq: 2 });
    expect(seat.client.closed?.code).toBe(CLOSE.PROTOCOL_ERROR);
  });

  it.each([
    ["characters", LIMITS.live.messageBytes, "x", false],
    ["characters", LIMITS.live.messageBytes + 1, "x", true],
    ["bytes of few characters", LIMITS.live.messageBytes + 3, "語", true],
  ])("too many %s close the socket with 1009", async (_, bytes, letter, closes) => {
    const frame = JSON.stringify({ type: "unsubscribe", id: "" }).length;
    const width = new TextEncoder().encode(letter).length;
    const text = JSON.stringify({ type: "unsubscribe", id: letter.repeat(Math.floor((bytes - frame) / width)) });
    await say(text);
    expect(seat.client.closed?.code).toBe(closes ? CLOSE.TOO_LARGE : CLOSE.PROTOCOL_ERROR);
  });

  it("too many messages close the socket with 4429", async () => {
    for (let sent = 0; sent < LIMITS.live.messageBurst; sent += 1) await say({ type: "unsubscribe", id: "x" });
    expect(seat.client.closed).toBeNull();
    await say({ type: "unsubscribe", id: "x" });
    expect(seat.client.closed).toEqual({ code: CLOSE.TOO_MANY, reason: "retry after 5" });
  });

  it("a socket that nobody knows is sent to connect again", async () => {
    const stranger = new FakeSocket("stranger", seat.client);
    await world.live.message(stranger, '{"type":"ack","seq":1}');
    expect(seat.client.closed?.code).toBe(CLOSE.RESTARTING);
  });
});

describe("a subscribe that cannot be", () => {
  it.each([
    ["an unknown resource", { resource: "nothing" }, "NOT_FOUND"],
    ["an unknown field", { resource: "tasks", query: { filter: { colour: "red" } } }, "INVALID_FILTER"],
    ["an unknown sort", { resource: "tasks", query: { sort: ["colour"] } }, "BAD_REQUEST"],
    ["a limit beyond the largest", { resource: "tasks", query: { limit: 1_001 } }, "BAD_REQUEST"],
    ["a limit of nothing", { resource: "tasks", query: { limit: 0 } }, "BAD_REQUEST"],
    ["an unknown part", { resource: "tasks", query: { filters: {} } }, "BAD_REQUEST"],
    ["an unknown part of the message", { resource: "tasks", sinse: 1 }, "BAD_REQUEST"],
    [
      "a sort of an aggregate",
      { resource: "tasks", query: { sort: ["points"] }, aggregate: { count: true } },
      "BAD_REQUEST",
    ],
    ["a search where there is no text", { resource: "teams", query: { q: "red" } }, "BAD_REQUEST"],
    ["a position in the future", { resource: "tasks", since: 99 }, "BAD_REQUEST"],
    ["a position that is none", { resource: "tasks", since: -1 }, "BAD_REQUEST"],
    ["a position of another kind", { resource: "tasks", since: "2" }, "BAD_REQUEST"],
  ])("for %s is answered with an error for its id alone", async (_, question, code) => {
    await say({ type: "subscribe", id: "a", ...question });
    expect(heard()).toEqual(errorOf("a", code));
    expect(seat.client.closed).toBeNull();
    expect(world.database.sql.exec("SELECT id FROM live_groups").toArray()).toEqual([]);
  });

  it.each([
    ["what a person typed", `{"type":"subscribe","id":"a","resource":"tasks","query":{"q":"\\ud800"}}`],
    ["a key that stands twice", `{"type":"subscribe","id":"a","resource":"tasks","resource":"tasks"}`],
  ])("for %s that JSON allows and Croft does not is answered, too", async (_, text) => {
    await say(text);
    expect(heard()).toEqual(errorOf("a", "BAD_REQUEST"));
  });

  it("for an id that is too long is answered with that id", async () => {
    await say({ type: "subscribe", id: "x".repeat(65), resource: "tasks" });
    expect(heard()).toEqual(errorOf("x".repeat(65), "BAD_REQUEST"));
  });

  it("for more than a socket may have is answered with QUOTA_EXCEEDED", async () => {
    for (let index = 0; index < LIMITS.live.subscriptions; index += 1)
      await say({ type: "subscribe", id: `s${index}`, resource: "tasks" });
    await say({ type: "subscribe", id: "one more", resource: "tasks" });
    expect(heard()).toEqual(errorOf("one more", "QUOTA_EXCEEDED"));
    seat.client.subscribe({ type: "subscribe", id: "s0", resource: "teams" });
    expect(heard()).toEqual({ type: "snapshot", id: "s0", seq: 1, data: [] });
  });

  it("ends the subscription that it was to replace", async () => {
    seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks" });
    await say({ type: "subscribe", id: "a", resource: "nothing" });
    const before = seat.client.messages.length;
    world.write(world.principal("key_a"), (writer) => void writer.create(tasks, {}));
    expect(seat.client.messages).toHaveLength(before);
    expect(seat.client.failure).toBeNull();
  });
});

describe("the attachment of a socket", () => {
  it("with as many and as long ids as there may be stays below 16,384 bytes", async () => {
    for (let index = 0; index < LIMITS.live.subscriptions; index += 1) {
      await say({
        type: "subscribe",
        id: "語".repeat(62) + String(index).padStart(2, "0"),
        resource: "tasks",
        query: { limit: index + 1 },
      });
    }
    // Structured clones write two bytes a character outside Latin-1, a tag and a length for each value.
    const bytes = (seat.socket.attachment ?? "").length * 2;
    expect(bytes).toBeGreaterThan(8_000);
    expect(bytes).toBeLessThan(16_384);
  });
});

describe("the schema of messages", () => {
  it("takes what the contract shows", () => {
    const messages = [
      {
        type: "subscribe",
        id: "open-leads",
        resource: "leads",
        query: { filter: { stage: "new" }, sort: ["-value"], limit: 50 },
        since: 812,
      },
      {
        type: "subscribe",
        id: "by-stage",
        resource: "leads",
        query: { filter: {} },
        aggregate: { groupBy: ["stage"], count: true, sum: ["value"] },
      },
      { type: "unsubscribe", id: "open-leads" },
      { type: "ack", seq: 840 },
      { type: "auth", token: "…" },
    ];
    for (const message of messages) expect(upMessageSchema.parse(message)).toEqual(message);
  });
});

describe("a close", () => {
  it.each([
    [1012, "now"],
    [1006, "now"],
    [4400, "never"],
    [4401, "credential"],
    [4403, "never"],
    [4408, "now"],
    [4429, "delay"],
  ])("with %i says when to come back: %s", (code, when) => {
    expect(retryAfterClose(code)).toBe(when);
  });
});
