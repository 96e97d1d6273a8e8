import { describe, expect, it } from "vitest";
import { change, following, ids, lead } from "../support/followed-leads.ts";
import { live, scriptedTenant, settled, snapshot } from "../support/scripted-socket.ts";

describe("a live query", () => {
  it("keeps its records in the order of the sort through every change", async () => {
    const { query, socket } = await following();
    const id = socket().last;
    socket().say(change(id, 5, 6, { enter: [lead("c", 3)], update: [{ ...lead("a", 9), version: 2 }] }));
    expect(ids(query.value)).toEqual(["a", "c", "b"]);
    socket().say(change(id, 6, 8, { leave: ["a"] }));
    expect([ids(query.value), query.value.seq]).toEqual([["c", "b"], 8]);
  });

  it("shows the same objects where nothing has changed", async () => {
    const { query, socket, seen } = await following();
    const before = query.value;
    socket().say(change(socket().last, 5, 6, { enter: [lead("c", 0)] }));
    expect(query.value.data[0]).toBe(before.data[0]);
    expect(query.value).toBe(query.value);
    socket().say(snapshot(socket().last, 7, [lead("b", 2), lead("a", 1), lead("c", 0)]));
    await settled();
    expect(seen).toHaveLength(1);
    expect(query.value.data.slice(0, 2)).toEqual(before.data);
    expect(query.value.data[1]).toBe(before.data[1]);
  });

  it("tells its listeners once of what came in one turn", async () => {
    const { socket, seen } = await following();
    for (let seq = 6; seq < 16; seq += 1)
      socket().say(change(socket().last, seq - 1, seq, { enter: [lead(`n${seq}`)] }));
    await settled();
    expect(seen).toHaveLength(1);
    expect(seen[0]?.data).toHaveLength(12);
  });

  it("is one subscription, however often and in whatever order of words it is asked", async () => {
    const { acme, clock, socket } = scriptedTenant();
    const ends = [
      acme.leads.live({ filter: { stage: "new", value: 1 }, limit: 5 }),
      acme.leads.live({ limit: 5, filter: { value: 1, stage: "new" } }),
      acme.resource("leads").live({ q: undefined, filter: { value: 1, stage: "new" }, limit: 5 }),
    ].map((query) => query.subscribe(() => {}));
    await settled();
    socket().open();
    expect(socket().said("subscribe")).toHaveLength(1);
    for (const end of ends.slice(1)) end();
    await clock.pass(1_500);
    expect(socket().said("unsubscribe")).toHaveLength(0);
  });

  it("is not changed by what becomes of the objects it was asked with", async () => {
    const { acme, socket } = scriptedTenant();
    const filter: Record<string, unknown> = { stage: "new" };
    const query = acme.leads.live({ filter });
    filter.stage = "won";
    query.subscribe(() => {});
    await settled();
    socket().open();
    expect(socket().said("subscribe")[0]?.query).toEqual({ filter: { stage: "new" } });
  });

  it("is ready at its first confirmed result, and fails with what it is refused with", async () => {
    const { acme, connect } = scriptedTenant();
    const [good, bad, aborted] = [
      acme.leads.live().ready(),
      acme.leads.live({ filter: { nosuch: 1 } }).ready(),
      acme.leads.live({ limit: 3 }).ready(AbortSignal.abort()),
    ].map((promise) => promise.catch((error: unknown) => error));
    const socket = await connect(5);
    socket.say(snapshot("q1", 5, [lead("a")]));
    socket.say({ type: "error", id: "q2", error: { code: "INVALID_FILTER", message: "There is no such field." } });
    expect(await good).toMatchObject({ status: "live", seq: 5, data: [{ id: "a" }] });
    expect(await bad).toMatchObject({ code: "INVALID_FILTER", message: "There is no such field." });
    expect(await aborted).toMatchObject({ code: "ABORTED" });
  });
});

describe("what is refused", () => {
  it("fails, and is asked again on the next connection", async () => {
    const { query, socket, clock, connect } = await following();
    socket().say({ type: "error", id: socket().last, error: { code: "FORBIDDEN", message: "No." } });
    expect(query.value).toMatchObject({ status: "failed", data: [], error: { code: "FORBIDDEN" } });
    socket().end(1012);
    await clock.pass(50);
    await connect(5);
    expect(
      socket()
        .said("subscribe")
        .map((message) => message.since),
    ).toEqual([undefined]);
  });

  it("fails also with a code that only a later version knows", async () => {
    const { query, socket } = await following();
    // Once to give up its position, once for good.
    for (let round = 0; round < 2; round += 1)
      socket().say({ type: "error", id: socket().last, error: { code: "TEAPOT", message: "Short and stout." } });
    expect(query.value).toMatchObject({ status: "failed", error: { message: "Short and stout." } });
  });

  it("is asked again later where that may help, and never in a busy loop", async () => {
    const { socket, clock, query } = await following();
    for (let round = 0; round < 20; round += 1) {
      const error = { code: "UNAVAILABLE", message: "Try again." };
      socket().say({ type: "error", id: socket().last, error });
      expect(query.value.status).toBe("stale");
      const before = socket().said("subscribe").length;
      await clock.pass(49);
      expect(socket().said("subscribe")).toHaveLength(before);
      await clock.pass(1);
      expect(socket().said("subscribe")).toHaveLength(before + 1);
      socket().say("pong");
    }
  });

  it("says so where a query is too long to be sent, and does not send it", async () => {
    const { acme, connect } = scriptedTenant();
    const query = acme.leads.live({ q: "x".repeat(70_000) });
    query.subscribe(() => {});
    const socket = await connect(5);
    expect(query.value).toMatchObject({ status: "failed", error: { code: "PAYLOAD_TOO_LARGE" } });
    expect(socket.said("subscribe")).toHaveLength(0);
    expect(acme.connection.value.status).toBe("live");
  });
});

describe("more queries than a socket takes", () => {
  it("are told so, and take the place of those that end", async () => {
    const { acme, clock, socket } = scriptedTenant();
    const queries = Array.from({ length: 66 }, (_, at) => acme.leads.live({ limit: at + 1 }));
    const ends = queries.map((query) => query.subscribe(() => {}));
    await settled();
    socket().open();
    socket().welcome(5);
    for (const { id } of socket().said("subscribe")) socket().say(snapshot(id, 5));
    const statuses = () => queries.map((query) => query.value.status);
    expect(statuses().slice(63)).toEqual(["live", "failed", "failed"]);
    expect(queries[65]?.value.error?.code).toBe("QUOTA_EXCEEDED");
    ends[0]?.();
    await clock.pass(1_000);
    expect(socket().said("subscribe")).toHaveLength(65);
    socket().say(snapshot(socket().last, 6));
    expect(statuses().slice(63)).toEqual(["live", "live", "failed"]);
  });
});

describe("messages", () => {
  it("are acknowledged after 30 to 70, and when a burst settles", async () => {
    const { socket, clock } = await following();
    const id = socket().last;
    const acknowledged = () =>
      socket()
        .said("ack")
        .map(({ seq }) => Number(seq));
    // Up to where the burst ends short of the next acknowledgement, whatever chance says of it.
    let seq = 5;
    const say = () => {
      seq += 1;
      socket().say(change(id, seq - 1, seq, { enter: [lead(`n${seq}`)] }));
    };
    while (acknowledged().length < 3) say();
    const waits = acknowledged().map((each, index, all) => each - (all[index - 1] ?? 3));
    for (const wait of waits) expect(wait >= 30 && wait <= 70).toBe(true);
    for (let more = 0; more < 20; more += 1) say();
    expect(acknowledged()).toHaveLength(3);
    await clock.pass(1_500);
    expect(acknowledged().at(-1)).toBe(seq);
    await clock.pass(15_000);
    expect(acknowledged()).toHaveLength(4);
  });

  it("of unknown types are passed over", async () => {
    const { query, socket, acme } = await following();
    socket().say({ type: "__proto__" });
    socket().say({ type: "news", id: socket().last, seq: 99 });
    expect([query.value.status, query.value.seq, acme.connection.value.status]).toEqual(["live", 5, "live"]);
  });

  it.each([["{"], ['{"no":"type"}'], ['{"type":"snapshot","id":"q1","seq":"9","data":[]}'], ["[]"]])(
    "that make no sense end the connection, which comes back: %s",
    async (text) => {
      const { query, socket, clock, sockets } = await following();
      socket().say(text);
      expect([socket().closed, query.value.status]).toEqual([true, "stale"]);
      await clock.pass(50);
      expect(sockets).toHaveLength(2);
    },
  );
});

describe("a live aggregate", () => {
  it("keeps its rows by their keys, in the order of the keys, nulls last", async () => {
    const { acme, connect } = scriptedTenant();
    const query = acme.leads.liveAggregate({ groupBy: ["stage", "open"], count: true });
    query.subscribe(() => {});
    const socket = await connect(5);
    expect(socket.said("subscribe")[0]).toMatchObject({ aggregate: { groupBy: ["stage", "open"], count: true } });
    const row = (stage: string | null, open: boolean, count: number) => ({ stage, open, count });
    socket.say(snapshot(socket.last, 5, [row("new", false, 1), row("new", true, 2), row(null, true, 3)]));
    const groups = [row("lost", true, 1), row("new", true, 7)];
    socket.say({ type: "change", id: socket.last, from: 5, seq: 6, groups, gone: [{ stage: "new", open: false }] });
    expect(query.value.data).toEqual([row("lost", true, 1), row("new", true, 7), row(null, true, 3)]);
  });
});

it("follows nothing that nobody watches", async () => {
  const scripted = scriptedTenant();
  const end = await live(scripted);
  end();
  end();
  await scripted.clock.pass(10_000);
  expect([scripted.sockets.length, scripted.clock.waiting]).toEqual([1, 0]);
  expect(scripted.acme.leads.live().value).toEqual({ data: [], seq: null, status: "loading", error: null });
});
