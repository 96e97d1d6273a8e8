import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { makeTenant } from "../support/api.ts";
import { openSocket, TestSocket, upgrade } from "../support/live-socket.ts";

const TOP = {
  type: "subscribe",
  id: "top",
  resource: "leads",
  query: { filter: { stage: "new" }, sort: ["-value"], limit: 2 },
};
const lead = (value: number) => ({ title: `Lead ${value}`, value });

describe("a live query", () => {
  it("tells what enters, changes and leaves its window, from position to position", async () => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    socket.send(TOP);
    const { seq, data } = await socket.next("snapshot", "top");
    expect(data).toEqual([]);
    const one = await owner.make("leads", lead(1));
    const three = await owner.make("leads", lead(3));
    expect(await socket.next("change", "top")).toMatchObject({ from: seq, seq: seq + 1, enter: [{ id: one.id }] });
    expect(await socket.next("change", "top")).toMatchObject({
      from: seq + 1,
      seq: seq + 2,
      enter: [{ id: three.id }],
    });
    const two = await owner.make("leads", lead(2));
    expect(await socket.next("change", "top")).toMatchObject({ enter: [{ id: two.id }], leave: [one.id] });
    await owner.patch(`/leads/${three.id}`, { title: "Changed" });
    expect(await socket.next("change", "top")).toMatchObject({ enter: [], update: [{ title: "Changed" }], leave: [] });
    await owner.delete(`/leads/${three.id}`);
    expect(await socket.next("change", "top")).toMatchObject({ enter: [{ id: one.id }], leave: [three.id] });
  });

  it("adds up by groups and says which are gone", async () => {
    const { owner, path } = await makeTenant();
    const { id } = await owner.make("leads", lead(5));
    const socket = await openSocket(path, owner);
    socket.send({ ...TOP, query: {}, aggregate: { groupBy: ["stage"], count: true, sum: ["value"] } });
    expect((await socket.next("snapshot", "top")).data).toEqual([{ stage: "new", count: 1, sum: { value: 5 } }]);
    await owner.patch(`/leads/${id}`, { stage: "contacted" });
    expect(await socket.next("change", "top")).toMatchObject({
      groups: [{ stage: "contacted", count: 1, sum: { value: 5 } }],
      gone: [{ stage: "new" }],
    });
  });

  it("is one change for a whole batch", async () => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    socket.send(TOP);
    const { seq } = await socket.next("snapshot", "top");
    await owner.post("/batch", {
      operations: [1, 2, 3].map((value) => ({ op: "create", resource: "leads", data: lead(value) })),
    });
    const change = await socket.next("change", "top");
    expect(change).toMatchObject({ from: seq, seq: seq + 3, enter: [{ value: 3 }, { value: 2 }] });
  });

  it("goes on with what was missed, in one change, or says that nothing was", async () => {
    const { owner, path } = await makeTenant();
    const first = await openSocket(path, owner);
    first.send(TOP);
    const { seq } = await first.next("snapshot", "top");
    first.close(1000);
    for (const value of [1, 2, 3]) await owner.make("leads", lead(value));
    const again = await openSocket(path, owner);
    again.send({ ...TOP, since: seq });
    expect(await again.next("change", "top")).toMatchObject({
      from: seq,
      seq: seq + 3,
      enter: [{ value: 3 }, { value: 2 }],
    });
    again.send({ ...TOP, id: "same", since: seq + 3 });
    expect(await again.next("current", "same")).toMatchObject({ seq: seq + 3 });
    again.send({ ...TOP, id: "future", since: seq + 4 });
    expect((await again.next("error", "future")).error.code).toBe("BAD_REQUEST");
  });

  it("L11: goes on after an eviction as if nothing had happened", async () => {
    const { owner, path, stub } = await makeTenant();
    const socket = await openSocket(path, owner);
    socket.send(TOP);
    const { seq } = await socket.next("snapshot", "top");
    const one = await owner.make("leads", lead(1));
    await socket.next("change", "top");
    await evictDurableObject(stub, { webSockets: "hibernate" });
    await owner.make("leads", lead(2));
    expect(await socket.next("change", "top")).toMatchObject({ from: seq + 1, seq: seq + 2, enter: [{ value: 2 }] });
    await evictDurableObject(stub, { webSockets: "hibernate" });
    await owner.make("leads", lead(3));
    expect(await socket.next("change", "top")).toMatchObject({ from: seq + 2, enter: [{ value: 3 }], leave: [one.id] });
    socket.send("ping");
    await expect.poll(() => socket.texts.at(-1)).toBe("pong");
  });

  it("follows the log itself, for those who may read it", async () => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    socket.send({ type: "subscribe", id: "log", resource: "audit-log", query: { limit: 10 } });
    await socket.next("snapshot", "log");
    const { id } = await owner.make("humans", { lastName: "A" });
    expect(await socket.next("change", "log")).toMatchObject({ enter: [{ recordId: id, action: "create" }] });
  });
});

describe("rights on a socket", () => {
  it("L7: end with the key, at once", async () => {
    const tenant = await makeTenant();
    const viewer = await tenant.as("viewer");
    const socket = await openSocket(tenant.path, viewer);
    socket.send(TOP);
    await socket.next("snapshot", "top");
    await tenant.owner.delete(`/api-keys/${viewer.keyId}`);
    await tenant.owner.make("leads", lead(1));
    expect(await socket.ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
    expect(socket.messages).toEqual([]);
  });

  it("narrow with the key: what may no longer be read is taken away, the rest goes on", async () => {
    const tenant = await makeTenant();
    const key = await tenant.as("member");
    const socket = await openSocket(tenant.path, key);
    socket.send(TOP);
    socket.send({ type: "subscribe", id: "people", resource: "humans", query: {} });
    await socket.next("snapshot", "people");
    await tenant.owner.patch(`/api-keys/${key.keyId}`, { resources: ["humans"] });
    expect((await socket.next("error", "top")).error.code).toBe("FORBIDDEN");
    await tenant.owner.make("leads", lead(1));
    await tenant.owner.make("humans", { lastName: "A" });
    expect(await socket.next("change", "people")).toMatchObject({ enter: [{ lastName: "A" }] });
    expect(socket.messages.filter((message) => message.type === "change")).toEqual([]);
  });

  it("end with a suspension and with the tenant", async () => {
    const tenant = await makeTenant();
    const socket = await openSocket(tenant.path, tenant.owner);
    await tenant.operator.patch("", { status: "suspended" });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
    await tenant.operator.patch("", { status: "active" });
    const again = await openSocket(tenant.path, tenant.owner);
    await tenant.operator.delete(`?confirm=${tenant.handle}`);
    expect(await again.ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
  });

  it("end when the key does, by the alarm", async () => {
    const tenant = await makeTenant();
    const key = await tenant.as({ role: "viewer", expiresAt: new Date(Date.now() + 400).toISOString() });
    const socket = await openSocket(tenant.path, key);
    await new Promise((resolve) => setTimeout(resolve, 450));
    await runDurableObjectAlarm(tenant.stub);
    expect(await socket.ended()).toMatchObject({ code: CLOSE.UNAUTHENTICATED });
  });

  it("are renewed in place by another key of the tenant, and by no other", async () => {
    const tenant = await makeTenant();
    const other = await makeTenant();
    const viewer = await tenant.as("viewer");
    const socket = await openSocket(tenant.path, tenant.owner);
    socket.send({ type: "subscribe", id: "log", resource: "audit-log", query: {} });
    await socket.next("snapshot", "log");
    socket.send({ type: "auth", token: viewer.token });
    expect((await socket.next("error", "log")).error.code).toBe("FORBIDDEN");
    socket.send({ type: "auth", token: other.owner.token });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.UNAUTHENTICATED });
  });

  it("are refused at the upgrade: by status to programs, by close code to browsers", async () => {
    const tenant = await makeTenant();
    const other = await makeTenant();
    const status = async (token: string) => {
      const answer = await upgrade(`${tenant.path}/live`, { authorization: `Bearer ${token}` });
      if (answer instanceof TestSocket) return 101;
      await answer.text();
      return answer.status;
    };
    expect(await status("wrong")).toBe(401);
    expect(await status(other.owner.token)).toBe(404);
    expect(await status(tenant.operator.token)).toBe(403);
    const browser = async (token: string) => {
      const socket = await upgrade(`${tenant.path}/live`, {
        "sec-websocket-protocol": `croft.v1, croft.token.${token}`,
      });
      if (!(socket instanceof TestSocket)) throw new Error(`Refused: ${socket.status}`);
      return socket;
    };
    expect(await (await browser("wrong")).ended()).toMatchObject({ code: CLOSE.UNAUTHENTICATED });
    expect(await (await browser(other.owner.token)).ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
    await (await browser(tenant.owner.token)).next("welcome");
    const plain = await tenant.owner.get("/live");
    expect(plain.verdict).toBe("400 BAD_REQUEST");
  });
});

describe("a socket that does not keep to the protocol", () => {
  it.each<[string, string | ArrayBuffer, number]>([
    ["broken JSON", "{", CLOSE.PROTOCOL_ERROR],
    ["an unknown type", '{"type":"drop"}', CLOSE.PROTOCOL_ERROR],
    ["bytes", new ArrayBuffer(3), CLOSE.PROTOCOL_ERROR],
    ["65 KiB", `"${"x".repeat(66_000)}"`, CLOSE.TOO_LARGE],
    ["an acknowledgement of what was never sent", '{"type":"ack","seq":999}', CLOSE.PROTOCOL_ERROR],
  ])("L9: is closed for %s", async (_, message, code) => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    socket.send(message);
    expect(await socket.ended()).toMatchObject({ code });
  });

  it.each<[string, object, string]>([
    ["an unknown resource", { resource: "ghosts" }, "NOT_FOUND"],
    ["an unknown field", { query: { filter: { ghost: 1 } } }, "INVALID_FILTER"],
    ["a window too large", { query: { limit: 1_001 } }, "BAD_REQUEST"],
  ])("is told about %s, and goes on", async (_, part, code) => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    socket.send({ ...TOP, ...part });
    expect((await socket.next("error", "top")).error.code).toBe(code);
    socket.send(TOP);
    await socket.next("snapshot", "top");
  });

  it("is closed for a flood of messages, and the tenant goes on", async () => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    // So many that a slow machine, which takes them one by one, is flooded too.
    for (let count = 0; count < 1_500; count += 1) socket.send({ type: "unsubscribe", id: "x" });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.TOO_MANY });
    expect((await owner.post("/humans", { lastName: "A" })).status).toBe(201);
  });

  it("may follow 64 queries, not 65", async () => {
    const { owner, path } = await makeTenant();
    const socket = await openSocket(path, owner);
    for (let n = 0; n < 65; n += 1) socket.send({ ...TOP, id: `q${n}` });
    expect((await socket.next("error", "q64")).error.code).toBe("QUOTA_EXCEEDED");
    await socket.next("snapshot", "q63");
  });
});

describe("many sockets with one query", () => {
  it("cost one stored group, which goes with the last of them", async () => {
    const { owner, path, stub } = await makeTenant();
    const groups = () =>
      runInDurableObject(stub, (_, { storage }) => storage.sql.exec("SELECT count(*) AS n FROM live_groups").one().n);
    const sockets = await Promise.all(Array.from({ length: 5 }, () => openSocket(path, owner)));
    for (const socket of sockets) socket.send(TOP);
    for (const socket of sockets) await socket.next("snapshot", "top");
    expect(await groups()).toBe(1);
    await owner.make("leads", lead(1));
    for (const socket of sockets) expect(await socket.next("change", "top")).toMatchObject({ enter: [{ value: 1 }] });
    for (const socket of sockets) socket.close();
    await expect.poll(groups).toBe(0);
  });
});
