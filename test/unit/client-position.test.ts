import { describe, expect, it } from "vitest";
import { change, following, ids, lead } from "../support/followed-leads.ts";
import { settled, snapshot } from "../support/scripted-socket.ts";

describe("a position", () => {
  it("is not moved by a message that came before", async () => {
    const { query, socket, seen } = await following();
    const id = socket().last;
    const message = change(id, 5, 6, { enter: [lead("c", 3)] });
    socket().say(message);
    await settled();
    socket().say(message);
    socket().say(change(id, 4, 5, { leave: ["b"] }));
    await settled();
    expect([ids(query.value), query.value.seq, seen.length]).toEqual([["c", "b", "a"], 6, 1]);
    expect(socket().said("subscribe")).toHaveLength(1);
  });

  it("is asked from again when a change begins elsewhere, under a new name", async () => {
    const { query, socket } = await following();
    const id = socket().last;
    socket().say(change(id, 6, 7, { enter: [lead("c", 3)] }));
    expect(query.value).toMatchObject({ status: "stale", seq: 5 });
    expect(socket().said("unsubscribe")).toMatchObject([{ id }]);
    expect(socket().said("subscribe").at(-1)).toMatchObject({ since: 5 });
    // Still under way when the client asked.
    socket().say(change(id, 7, 8, { leave: ["a", "b"] }));
    expect(ids(query.value)).toEqual(["b", "a"]);
    socket().say(change(socket().last, 5, 8, { enter: [lead("d", 0)] }));
    expect([ids(query.value), query.value.status]).toEqual([["b", "a", "d"], "live"]);
  });

  it("is given up when asking from it leads to another gap", async () => {
    const { socket } = await following();
    socket().say(change(socket().last, 6, 7, {}));
    socket().say(change(socket().last, 6, 7, {}));
    expect(
      socket()
        .said("subscribe")
        .map((message) => message.since),
    ).toEqual([undefined, 5, undefined]);
  });

  it.each(["GONE", "BAD_REQUEST"])("is given up when the server refuses it with %s", async (code) => {
    const { query, socket, clock, connect } = await following();
    socket().end(1006);
    await clock.pass(50);
    await connect(3);
    socket().say({ type: "error", id: socket().last, error: { code, message: "since lies in the future." } });
    expect(
      socket()
        .said("subscribe")
        .map((message) => message.since),
    ).toEqual([5, undefined]);
    expect(ids(query.value)).toEqual(["b", "a"]);
    socket().say(snapshot(socket().last, 3, [lead("z")]));
    expect([ids(query.value), query.value.seq, query.value.status]).toEqual([["z"], 3, "live"]);
  });

  it("is replaced by a snapshot with a reset, for whatever reason", async () => {
    const { query, socket } = await following();
    for (const [at, reset] of ["history", "role", "lag", "wake", "a later version's"].entries()) {
      socket().say({ ...snapshot(socket().last, 6 + at, [lead(`r${at}`)]), reset });
      expect(ids(query.value)).toEqual([`r${at}`]);
    }
    expect(query.value.status).toBe("live");
  });

  it("is confirmed by `current`", async () => {
    const { query, socket, clock, connect } = await following();
    socket().end(1012);
    await clock.pass(50);
    await connect(9);
    expect(query.value.status).toBe("stale");
    socket().say({ type: "current", id: socket().last, seq: 9 });
    expect(query.value).toMatchObject({ status: "live", seq: 9 });
  });

  it("is carried on by what others were told, but for a commit that may not have been told whole", async () => {
    const { acme, socket, clock, connect, sockets } = await following();
    acme.leads.live({ limit: 1 }).subscribe(() => {});
    const [, other] = socket().said("subscribe");
    socket().say(snapshot(other?.id ?? "", 5));
    // The first query matches nothing of this.
    socket().say(change(other?.id ?? "", 5, 8, { enter: [lead("x")] }));
    socket().say(change(other?.id ?? "", 8, 12, { update: [{ ...lead("x"), version: 2 }] }));
    socket().end(1006);
    await clock.pass(50);
    await connect(12);
    // All of commit 8 had come when something of 12 did; of 12 itself the first query may have missed its part.
    expect(sockets[1]?.said("subscribe").map((message) => message.since)).toEqual([8, 12]);
  });
});
