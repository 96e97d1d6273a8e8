import { describe, expect, it } from "vitest";
import type { AnyRecord, Fields } from "../../src/client/croft.ts";
import { answering, refusing, type Scripted, scriptedTenant, settled, snapshot } from "../support/scripted-socket.ts";

const OPTIMISTIC = { optimistic: true } as const;
const lead = (id: string, more: Fields = {}): AnyRecord => ({
  id,
  version: 1,
  title: id,
  value: 0,
  stage: "new",
  custom: { tier: "gold" },
  ...more,
});

interface Call {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly body: unknown;
  readonly answer: (response: Response) => void;
  readonly fail: () => void;
}

/** Open leads by value, live at 5, and calls that a test answers when it wants to. */
async function following(rows: object[] = [lead("b", { value: 2 }), lead("a", { value: 1 })], query = {}) {
  const open: Call[] = [];
  const scripted: Scripted = scriptedTenant({
    answer: (url, { method = "GET", headers, body }) =>
      new Promise((answer, reject) => {
        const key = new Headers(headers).get("idempotency-key");
        const fail = () => reject(new TypeError("fetch failed"));
        const parsed: unknown = typeof body === "string" ? JSON.parse(body) : null;
        open.push({ method, path: new URL(url).pathname, key, body: parsed, answer, fail });
      }),
  });
  const live = scripted.acme.leads.live({ sort: ["-value"], limit: 5, ...query });
  live.subscribe(() => {});
  const socket = await scripted.connect(5);
  socket.say(snapshot(socket.last, 5, rows));
  await settled();
  const shown = () => live.value.data.map((row) => `${row.id}:${row.value}`);
  const change = (from: number, seq: number, parts: object) =>
    scripted
      .socket()
      .say({ type: "change", id: scripted.socket().last, from, seq, enter: [], update: [], leave: [], ...parts });
  return { ...scripted, open, live, shown, change };
}

const written = (record: object, seq: number) => answering(200, { data: record, meta: { seq } });

describe("an optimistic update", () => {
  it("is shown at once, in its place, until the server's own result shows it", async () => {
    const { acme, open, shown, change, live } = await following();
    const update = acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    expect(shown()).toEqual(["a:3", "b:2"]);
    await settled();
    expect(open[0]).toMatchObject({ method: "PATCH", path: "/v1/tenants/acme/leads/a", body: { value: 3 } });
    open[0]?.answer(written(lead("a", { value: 3, version: 2, title: "By the server" }), 6));
    expect((await update).seq).toBe(6);
    expect(live.value.data[0]).toMatchObject({ title: "By the server" });
    change(5, 6, { update: [lead("a", { value: 3, version: 2, title: "By the server" })] });
    change(6, 7, { update: [lead("a", { value: 1, version: 3 })] });
    expect(shown()).toEqual(["b:2", "a:1"]);
  });

  it("is taken back when it is refused", async () => {
    const { acme, open, shown } = await following();
    const update = acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    await settled();
    open[0]?.answer(refusing(422, "VALIDATION_ERROR"));
    await expect(update).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    expect(shown()).toEqual(["b:2", "a:1"]);
  });

  it("lets a record leave that is known to match no more, and keeps one of which that is not known", async () => {
    const { acme, shown, live } = await following(undefined, { filter: { stage: "new", "account.size": { gte: 1 } } });
    void acme.leads.update("a", { stage: "won" }, OPTIMISTIC);
    expect(shown()).toEqual(["b:2"]);
    void acme.leads.update("b", { value: 7, custom: { colour: "red" } }, OPTIMISTIC);
    expect(shown()).toEqual(["b:7"]);
    expect(live.value.data[0]?.custom).toEqual({ tier: "gold", colour: "red" });
  });

  it("of a record that is not held changes nothing", async () => {
    const { acme, live } = await following();
    const before = live.value;
    void acme.leads.update("elsewhere", { value: 9 }, OPTIMISTIC);
    await settled();
    expect(live.value).toBe(before);
  });

  it("is asked for when no message shows it within a second, and no longer than that", async () => {
    const { acme, open, shown, socket, clock } = await following();
    const update = acme.leads.update("a", { value: 1 }, OPTIMISTIC);
    await settled();
    // Nothing changed, so no message comes; the log has gone on.
    open[0]?.answer(written(lead("a", { value: 1, title: "Answer" }), 9));
    await update;
    await clock.pass(999);
    expect(socket().said("subscribe")).toHaveLength(1);
    await clock.pass(1);
    expect(socket().said("subscribe").at(-1)).toMatchObject({ since: 5 });
    socket().say({ type: "current", id: socket().last, seq: 9 });
    expect(shown()).toEqual(["b:2", "a:1"]);
    await clock.pass(10_000);
    expect(socket().said("subscribe")).toHaveLength(2);
  });

  it("is settled by a result that was asked for after its answer, also when the service was set back", async () => {
    const { acme, open, shown, socket, clock, connect } = await following();
    const update = acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    await settled();
    open[0]?.answer(written(lead("a", { value: 3, version: 2 }), 6));
    await update;
    socket().end(1006);
    await clock.pass(50);
    await connect(3);
    socket().say({ type: "error", id: socket().last, error: { code: "BAD_REQUEST", message: "In the future." } });
    socket().say(snapshot(socket().last, 3, [lead("a", { value: 1 })]));
    expect(shown()).toEqual(["a:1"]);
  });
});

describe("an optimistic deletion", () => {
  it("hides the record at once, and for good", async () => {
    const { acme, open, shown, change } = await following();
    const removed = acme.leads.delete("b", OPTIMISTIC);
    expect(shown()).toEqual(["a:1"]);
    await settled();
    open[0]?.answer(answering(200, { data: { id: "b", deletedAt: "2026-11-21T00:00:00.000Z" }, meta: { seq: 6 } }));
    expect(await removed).toEqual({ id: "b", deletedAt: "2026-11-21T00:00:00.000Z", seq: 6 });
    change(5, 6, { leave: ["b"] });
    expect(shown()).toEqual(["a:1"]);
  });
});

describe("an optimistic creation", () => {
  it("shows a temporary record, where it is known to match, until the record is there", async () => {
    const { acme, open, live, shown, change } = await following(undefined, { filter: { value: { gte: 1 } } });
    const created = acme.leads.create({ value: 5 }, OPTIMISTIC);
    expect(live.value.data.map((row) => row.value)).toEqual([5, 2, 1]);
    expect(live.value.data[0]?.id).toMatch(/^~/);
    await settled();
    open[0]?.answer(written(lead("n", { value: 5 }), 6));
    await created;
    expect(shown()).toEqual(["n:5", "b:2", "a:1"]);
    change(5, 6, { enter: [lead("n", { value: 5 })] });
    expect(shown()).toEqual(["n:5", "b:2", "a:1"]);
  });

  it("is shown once, also when the message overtakes the answer", async () => {
    const { acme, open, shown, change } = await following();
    const twice = [1, 2].map(() => acme.leads.create({ value: 5 }, OPTIMISTIC));
    expect(shown()).toHaveLength(4);
    await settled();
    change(5, 6, { enter: [lead("n", { value: 5 })] });
    change(6, 7, { enter: [lead("m", { value: 5 })] });
    expect(shown()).toEqual(["m:5", "n:5", "b:2", "a:1"]);
    open[0]?.answer(written(lead("n", { value: 5 }), 6));
    open[1]?.answer(written(lead("m", { value: 5 }), 7));
    await Promise.all(twice);
    expect(shown()).toEqual(["m:5", "n:5", "b:2", "a:1"]);
  });

  it.each([
    ["has not got the field that is asked for", { filter: { stage: "new" } }],
    ["is known not to match", { filter: { value: 9 } }],
    ["is searched for", { q: "boat" }],
  ])("is not shown where it %s", async (_, query) => {
    const { acme, shown } = await following(undefined, query);
    void acme.leads.create({ value: 5 }, OPTIMISTIC);
    expect(shown()).toEqual(["b:2", "a:1"]);
  });

  it("stays within the limit of the query", async () => {
    const { acme, shown } = await following(undefined, { limit: 2 });
    void acme.leads.create({ value: 5 }, OPTIMISTIC);
    expect(shown().slice(1)).toEqual(["b:2"]);
  });

  it("may be changed and deleted by its temporary id, each in its turn", async () => {
    const { acme, open, live, shown } = await following([]);
    void acme.leads.create({ value: 5 }, OPTIMISTIC);
    const temporary = String(live.value.data[0]?.id);
    void acme.leads.update(temporary, { value: 6 }, OPTIMISTIC);
    expect(shown()).toEqual([`${temporary}:6`]);
    await settled();
    expect(open).toHaveLength(1);
    open[0]?.answer(written(lead("n", { value: 5 }), 6));
    await settled();
    await settled();
    expect(shown()).toEqual(["n:6"]);
    const removed = acme.leads.delete("n", OPTIMISTIC);
    expect(shown()).toEqual([]);
    await settled();
    expect(open.map(({ path }) => path)).toEqual(["/v1/tenants/acme/leads", "/v1/tenants/acme/leads/n"]);
    open[1]?.answer(written(lead("n", { value: 6, version: 2 }), 7));
    await settled();
    await settled();
    expect(open[2]?.method).toBe("DELETE");
    open[2]?.answer(answering(200, { data: { id: "n", deletedAt: "2026-11-21T00:00:00.000Z" }, meta: { seq: 8 } }));
    await removed;
  });
});

describe("an optimistic write while the connection is lost", () => {
  it("waits for it, and is sent once it is back, with one key for every attempt", async () => {
    const { acme, open, shown, socket, clock, connect, live } = await following();
    socket().end(1006);
    const update = acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    await settled();
    expect([open.length, shown(), live.value.status]).toEqual([0, ["a:3", "b:2"], "stale"]);
    for (let loss = 0; loss < 5; loss += 1) {
      await clock.pass(50);
      await connect(5);
      await clock.pass(5_000);
      expect(open).toHaveLength(loss + 1);
      open[loss]?.fail();
      await settled();
      socket().end(1006);
      await settled();
      expect(shown()).toEqual(["a:3", "b:2"]);
    }
    await clock.pass(50);
    await connect(5);
    await clock.pass(5_000);
    open[5]?.answer(written(lead("a", { value: 3, version: 2 }), 6));
    expect((await update).record.version).toBe(2);
    expect(new Set(open.map(({ key }) => key)).size).toBe(1);
  });

  it("is sent after half a minute all the same, for calls may get through where sockets do not", async () => {
    const { acme, open, socket, clock } = await following();
    clock.chance = 1;
    socket().end(1006);
    void acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    await clock.pass(29_000);
    expect(open).toHaveLength(0);
    await clock.pass(1_000);
    expect(open.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });

  it("is taken back by its signal, and not sent", async () => {
    const { acme, open, shown, socket, clock, connect } = await following();
    socket().end(1006);
    const abort = new AbortController();
    const update = acme.leads.update("a", { value: 3 }, { ...OPTIMISTIC, signal: abort.signal });
    const next = acme.leads.update("a", { title: "Later" }, OPTIMISTIC);
    await settled();
    abort.abort();
    await expect(update).rejects.toMatchObject({ code: "ABORTED" });
    expect(shown()).toEqual(["b:2", "a:1"]);
    await clock.pass(50);
    await connect(5);
    await clock.pass(100);
    expect(open.map(({ body }) => body)).toEqual([{ title: "Later" }]);
    open[0]?.answer(written(lead("a", { title: "Later", version: 2 }), 6));
    await next;
  });

  it("obeys the delay that a refusal asks for", async () => {
    const { acme, open, clock, socket } = await following();
    void acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    await settled();
    for (let round = 1; round <= 5; round += 1) {
      open[round - 1]?.answer(refusing(503, "UNAVAILABLE", { "retry-after": "10" }));
      await clock.pass(10_000);
      socket().say("pong");
      expect(open).toHaveLength(round);
      await clock.pass(50);
      expect(open).toHaveLength(round + 1);
    }
  });
});

describe("without a live query", () => {
  it("an optimistic write is an ordinary one that is repeated until it is answered", async () => {
    let calls = 0;
    const scripted = scriptedTenant({
      answer: () => {
        calls += 1;
        if (calls < 4) throw new TypeError("fetch failed");
        return written(lead("a", { version: 2 }), 6);
      },
    });
    const update = scripted.acme.leads.update("a", { value: 3 }, OPTIMISTIC);
    await scripted.clock.pass(1_000);
    expect((await update).seq).toBe(6);
    expect(scripted.sockets).toHaveLength(0);
  });

  it("an optimistic write gives up before its key is forgotten", async () => {
    const scripted = scriptedTenant();
    scripted.clock.chance = 1;
    const update = scripted.acme.leads.update("a", { value: 3 }, OPTIMISTIC).catch((error: unknown) => error);
    await scripted.clock.pass(23 * 3_600_000 + 60_000);
    expect(await update).toMatchObject({ code: "NETWORK" });
  });
});
