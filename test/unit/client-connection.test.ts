import { describe, expect, it, vi } from "vitest";
import { afterClose, waitAfter } from "../../src/client/connection-decisions.ts";
import { openTenant } from "../../src/client/tenant.ts";
import { TokenSource } from "../../src/client/token.ts";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { live, scriptedTenant, settled, snapshot } from "../support/scripted-socket.ts";

describe("a connection", () => {
  it("is opened when something is followed, with the token as a subprotocol", async () => {
    const { acme, sockets, socket, connect } = scriptedTenant();
    const query = acme.leads.live();
    await settled();
    expect([sockets.length, acme.connection.value.status, query.value.status]).toEqual([0, "idle", "loading"]);
    query.subscribe(() => {});
    expect(acme.connection.value).toEqual({ status: "connecting" });
    await connect(5);
    expect(socket().url).toBe("wss://croft.test/v1/tenants/acme/live");
    expect(socket().protocols).toEqual(["croft.v1", "croft.token.key"]);
    expect(acme.connection.value).toEqual({ status: "catching-up" });
    socket().say(snapshot(socket().last, 5));
    expect(acme.connection.value).toEqual({ status: "live", seq: 5 });
  });

  it("tells every listener of every state once, whatever another listener does", async () => {
    const { acme, connect } = scriptedTenant();
    const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const seen: string[] = [];
    const failing = acme.connection.subscribe(() => {
      throw new Error("A listener's own fault.");
    });
    acme.connection.subscribe((state) => seen.push(state.status));
    acme.leads.live().subscribe(() => {});
    const socket = await connect(5);
    socket.say(snapshot(socket.last, 5));
    socket.say({ type: "change", id: socket.last, from: 5, seq: 6, enter: [{ id: "lead_1" }], update: [], leave: [] });
    await settled();
    expect(seen).toEqual(["connecting", "catching-up", "live"]);
    expect(complaints).toHaveBeenCalledTimes(3);
    complaints.mockRestore();
    failing();
  });

  it("lingers for a second when nobody watches any more, and another second before it closes", async () => {
    const scripted = scriptedTenant();
    const { acme, clock, socket } = scripted;
    const end = await live(scripted);
    end();
    await clock.pass(900);
    const again = acme.leads.live().subscribe(() => {});
    await clock.pass(5_000);
    expect([socket().said("subscribe").length, socket().said("unsubscribe").length]).toEqual([1, 0]);
    again();
    await clock.pass(1_000);
    expect([socket().said("unsubscribe").length, socket().closed]).toEqual([1, false]);
    await clock.pass(1_000);
    expect([socket().closed, acme.connection.value.status]).toEqual([true, "idle"]);
    expect(clock.waiting).toBe(0);
  });

  it("says which option it lacks where there is no WebSocket", async () => {
    const { transport, clock } = scriptedTenant();
    const tokens = new TokenSource("key", clock);
    const acme = openTenant({ transport, tokens, webSocket: undefined, clock }, "acme");
    await expect(acme.resource("leads").live().ready()).rejects.toMatchObject({
      code: "UNSUPPORTED",
      message: expect.stringContaining("`webSocket`"),
    });
    expect(acme.connection.value.status).toBe("closed");
  });

  it("gives up an attempt that nobody answers, and one that is opened and never greeted", async () => {
    const scripted = scriptedTenant();
    scripted.acme.leads.live().subscribe(() => {});
    await scripted.clock.pass(15_000);
    expect(scripted.socket().closed).toBe(true);
    await scripted.clock.pass(100);
    expect(scripted.sockets).toHaveLength(2);
    scripted.socket().open();
    await scripted.clock.pass(8_000);
    expect(scripted.socket().closed).toBe(true);
    expect(scripted.acme.connection.value.status).toBe("offline");
  });
});

describe("after a close", () => {
  it.each([1000, 1001, 1006, 1011, 1012, 4408, 4999])("with %i it comes back by itself", async (code) => {
    const scripted = scriptedTenant();
    await live(scripted);
    scripted.clock.chance = 1;
    scripted.socket().end(code);
    expect(scripted.acme.connection.value).toMatchObject({ status: "offline", retryAt: scripted.clock.now() + 2_050 });
    expect(scripted.acme.leads.live().value.status).toBe("stale");
    await scripted.clock.pass(2_050);
    const socket = await scripted.connect(5);
    expect(socket.said("subscribe")).toMatchObject([{ since: 5 }]);
  });

  it.each([
    [CLOSE.PROTOCOL_ERROR, "BAD_REQUEST"],
    [CLOSE.TOO_LARGE, "PAYLOAD_TOO_LARGE"],
    [CLOSE.FORBIDDEN, "FORBIDDEN"],
    [CLOSE.UNAUTHENTICATED, "UNAUTHENTICATED"],
  ])("with %i it stays closed, says why, and comes back when it is told to", async (code, reason) => {
    const scripted = scriptedTenant();
    await live(scripted);
    scripted.socket().end(code, "because");
    await scripted.clock.pass(600_000);
    expect(scripted.sockets).toHaveLength(1);
    const state = scripted.acme.connection.value;
    expect(state).toMatchObject({ status: "closed", reason: { code: reason } });
    expect(state.status === "closed" && state.reason.message).toContain("because");
    expect(scripted.acme.leads.live().value).toMatchObject({ status: "failed", error: { code: reason } });
    scripted.acme.reconnect();
    await scripted.connect(5);
    expect(scripted.acme.connection.value.status).toBe("catching-up");
  });

  it("shows nothing any more to who may no longer see it", async () => {
    const scripted = scriptedTenant();
    const query = scripted.acme.leads.live();
    query.subscribe(() => {});
    const socket = await scripted.connect(5);
    socket.say(snapshot(socket.last, 5, [{ id: "lead_1" }]));
    socket.end(CLOSE.FORBIDDEN);
    expect(query.value.data).toEqual([]);
  });

  it("with 4401 it takes one new token, and gives up at the second refusal", async () => {
    let fetched = 0;
    const scripted = scriptedTenant({ token: async () => `t${++fetched}` });
    await live(scripted);
    scripted.socket().end(CLOSE.UNAUTHENTICATED);
    await scripted.clock.pass(50);
    expect(scripted.socket().protocols[1]).toBe("croft.token.t2");
    scripted.socket().open();
    scripted.socket().end(CLOSE.UNAUTHENTICATED);
    await scripted.clock.pass(600_000);
    expect([fetched, scripted.sockets.length, scripted.acme.connection.value.status]).toEqual([2, 2, "closed"]);
  });

  it("with 4401 it takes a new token each time, where the one before has been good for a while", async () => {
    let fetched = 0;
    const scripted = scriptedTenant({ token: async () => `t${++fetched}` });
    await live(scripted);
    for (let round = 0; round < 5; round += 1) {
      await scripted.clock.pass(6_000);
      scripted.socket().end(CLOSE.UNAUTHENTICATED);
      await scripted.clock.pass(50);
      await scripted.connect(5);
    }
    expect([fetched, scripted.sockets.length]).toEqual([6, 6]);
  });

  it("with 4429 it waits as long as the reason says, whatever the surroundings call", async () => {
    const scripted = scriptedTenant();
    await live(scripted);
    for (let round = 0; round < 20; round += 1) {
      const before = scripted.sockets.length;
      scripted.socket().end(CLOSE.TOO_MANY, "retry after 7");
      await scripted.clock.pass(7_000);
      expect(scripted.sockets).toHaveLength(before);
      await scripted.clock.pass(50);
      expect(scripted.sockets).toHaveLength(before + 1);
    }
  });

  it("waits with full jitter within bounds that grow, and never for nothing", () => {
    expect([0, 1, 7, 8, 9, 10, 11, 1_000].map((failures) => waitAfter(failures, 1))).toEqual(
      [2, 2, 2, 4, 8, 16, 30, 30].map((seconds) => seconds * 1_000 + 50),
    );
    expect([0, 1_000].map((failures) => waitAfter(failures, 0))).toEqual([50, 50]);
    expect(afterClose({ code: 4429, reason: "", failures: 0, renewable: false }, 0)).toMatchObject({ wait: 5_050 });
    const far = { code: 4429, reason: "retry after 9999999", failures: 0, renewable: false };
    expect(afterClose(far, 0)).toMatchObject({ wait: 3_600_050 });
  });

  it("goes on counting losses until a connection proves healthy", async () => {
    const scripted = scriptedTenant();
    scripted.clock.chance = 1;
    const waits: number[] = [];
    await live(scripted);
    for (const lasted of [0, 0, 0, 0, 0, 0, 0, 0, 0, 6_000]) {
      await scripted.clock.pass(lasted);
      scripted.socket().end(1006);
      const state = scripted.acme.connection.value;
      if (state.status !== "offline") throw new Error(`It is ${state.status}.`);
      waits.push(state.retryAt - scripted.clock.now());
      await scripted.clock.pass(state.retryAt - scripted.clock.now());
      await scripted.connect(5);
    }
    expect(waits).toEqual([...Array<number>(8).fill(2_050), 4_050, 2_050]);
  });

  it("has a thousand clients back within 3 seconds of a restart, and not all at once", () => {
    // Down for two seconds from the moment at which all were cut off.
    const back = Array.from({ length: 1_000 }, (_, client) => {
      let seed = client * 7_919 + 1;
      const random = () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return seed / 2_147_483_647;
      };
      random();
      let at = 0;
      for (let failures = 0; failures === 0 || at < 2_000; failures += 1) at += waitAfter(failures, random());
      return at - 2_000;
    });
    expect(Math.max(...back)).toBeLessThan(3_000);
    const tenths = Array.from({ length: 30 }, (_, at) => back.filter((each) => Math.floor(each / 100) === at).length);
    expect(Math.max(...tenths)).toBeLessThan(150);
  });
});
