import { afterEach, describe, expect, it, vi } from "vitest";
import { CroftError } from "../../src/client/croft.ts";
import { TokenSource } from "../../src/client/token.ts";
import { answering, HandClock, live, refusing, scriptedTenant } from "../support/scripted-socket.ts";

const DAY = 86_400_000;

/** A token that is valid for five minutes by the server's clock, which is off by `skew` milliseconds. */
function jwt(name: string, clock: HandClock, skew: number): string {
  const iat = Math.floor((clock.now() + skew) / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "ES256" })}.${part({ iat, exp: iat + 300, sub: `${name} ÿ¿` })}.${name}`;
}

describe.each([0, DAY, -DAY])("a token, where the clocks are %i ms apart,", (skew) => {
  it("is renewed on the open socket after four fifths of its life, and shared with calls", async () => {
    const given: string[] = [];
    const scripted = scriptedTenant({
      token: async () => {
        given.push(jwt(`t${given.length}`, scripted.clock, skew));
        return given.at(-1) ?? "";
      },
      answer: () => answering(200, { data: { id: "lead_1" }, meta: { seq: 1 } }),
    });
    await live(scripted);
    const socket = scripted.socket();
    const awake = async (ms: number) => {
      for (let at = 0; at < ms; at += 10_000) {
        await scripted.clock.pass(10_000);
        socket.say("pong");
      }
    };
    await awake(230_000);
    expect([given.length, socket.said("auth")]).toEqual([1, []]);
    await awake(10_000);
    expect(socket.said("auth").map((message) => message.token)).toEqual(given.slice(1));
    await scripted.acme.leads.get("lead_1");
    expect(given).toHaveLength(2);
    expect(new Headers(scripted.calls[0]?.init.headers).get("authorization")).toBe(`Bearer ${given[1]}`);
    await awake(960_000);
    expect([given.length, socket.said("auth").length, scripted.sockets.length]).toEqual([6, 5, 1]);
  });
});

describe("a token", () => {
  it("is renewed by its lifetime where it does not say one itself", async () => {
    const clock = new HandClock();
    let fetched = 0;
    const tokens = new TokenSource(async () => ({ token: `t${++fetched}`, lifetime: 100_000 }), clock);
    expect(await tokens.get()).toBe("t1");
    await clock.pass(79_999);
    expect(await tokens.get()).toBe("t1");
    await clock.pass(1);
    expect(await tokens.get()).toBe("t2");
  });

  it("is used to its end when another one cannot be had", async () => {
    const clock = new HandClock();
    let fetched = 0;
    const tokens = new TokenSource(async () => {
      fetched += 1;
      if (fetched > 1) throw new Error("down");
      return { token: "t1", lifetime: 100_000 };
    }, clock);
    await tokens.get();
    await clock.pass(90_000);
    expect(await tokens.get()).toBe("t1");
    await clock.pass(10_000);
    await expect(tokens.get()).rejects.toMatchObject({ code: "UNAUTHENTICATED", retryable: true });
  });

  it("ages by the clock that has gone further", async () => {
    const clock = new HandClock();
    let fetched = 0;
    const tokens = new TokenSource(async () => ({ token: `t${++fetched}`, lifetime: 100_000 }), clock);
    await tokens.get();
    clock.skew = -DAY;
    await clock.pass(80_000);
    expect(await tokens.get()).toBe("t2");
    clock.skew = 0;
    expect(await tokens.get()).toBe("t3");
  });

  it("that is fetched for half a minute counts as one that cannot be had", async () => {
    const clock = new HandClock();
    const tokens = new TokenSource(() => new Promise(() => undefined), clock);
    const got = tokens.get().catch((error: unknown) => error);
    await clock.pass(30_000);
    expect(await got).toMatchObject({ code: "TIMEOUT" });
  });

  it("that cannot be had is asked for again, at longer and longer intervals", async () => {
    let asked = 0;
    const scripted = scriptedTenant({
      token: async () => {
        asked += 1;
        throw new TypeError("fetch failed");
      },
    });
    scripted.clock.chance = 1;
    scripted.acme.leads.live().subscribe(() => {});
    await scripted.clock.pass(0);
    expect(scripted.acme.connection.value.status).toBe("offline");
    await scripted.clock.pass(600_000);
    expect(asked).toBeGreaterThan(15);
    expect(asked).toBeLessThan(35);
  });

  it("that is refused for good closes the connection", async () => {
    const scripted = scriptedTenant({
      token: async () => {
        throw new CroftError("FORBIDDEN", "Signed out.");
      },
    });
    scripted.acme.leads.live().subscribe(() => {});
    await scripted.clock.pass(600_000);
    expect(scripted.acme.connection.value).toMatchObject({ status: "closed", reason: { message: "Signed out." } });
  });

  it("fails the calls that wait for it, which are tried again", async () => {
    let asked = 0;
    const scripted = scriptedTenant({
      retries: 1,
      token: async () => {
        asked += 1;
        if (asked === 1) throw new Error("down");
        return "t";
      },
      answer: () => refusing(403, "FORBIDDEN"),
    });
    const got = scripted.acme.leads.get("lead_1").catch((error: unknown) => error);
    await scripted.clock.pass(1_000);
    expect(await got).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("surroundings that know of the network", () => {
  afterEach(() => vi.unstubAllGlobals());

  function browser() {
    const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
    const network = new EventTarget();
    const navigator = { onLine: true };
    vi.stubGlobal("navigator", navigator);
    vi.stubGlobal("document", page);
    vi.stubGlobal("addEventListener", network.addEventListener.bind(network));
    vi.stubGlobal("removeEventListener", network.removeEventListener.bind(network));
    return { page, network, navigator };
  }

  it.each(["online", "pageshow", "visibilitychange"])(
    "have a connection that waits try at once at `%s`",
    async (name) => {
      const { page, network } = browser();
      const scripted = scriptedTenant();
      scripted.clock.chance = 1;
      await live(scripted);
      await scripted.clock.pass(1_000);
      scripted.socket().end(1006);
      (name === "visibilitychange" ? page : network).dispatchEvent(new Event(name));
      await scripted.clock.pass(0);
      expect(scripted.sockets).toHaveLength(2);
      for (let time = 0; time < 50; time += 1) network.dispatchEvent(new Event("online"));
      await scripted.clock.pass(0);
      expect(scripted.sockets).toHaveLength(2);
    },
  );

  it("have an open connection asked at once, and given up after 3 seconds of silence", async () => {
    const { page } = browser();
    const scripted = scriptedTenant();
    await live(scripted);
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    expect(scripted.socket().sent).not.toContain("ping");
    page.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    expect(scripted.socket().sent).toContain("ping");
    await scripted.clock.pass(3_050);
    expect(scripted.sockets).toHaveLength(2);
  });

  it("do not cut short a wait that the server asked for", async () => {
    const { network } = browser();
    const scripted = scriptedTenant();
    await live(scripted);
    await scripted.clock.pass(2_000);
    scripted.socket().end(4429, "retry after 60");
    network.dispatchEvent(new Event("online"));
    network.dispatchEvent(new Event("offline"));
    network.dispatchEvent(new Event("online"));
    await scripted.clock.pass(59_000);
    expect(scripted.sockets).toHaveLength(1);
  });

  it("take it offline at once at `offline`, and are not listened to any more when nothing is followed", async () => {
    const { network, navigator } = browser();
    const scripted = scriptedTenant();
    const end = await live(scripted);
    navigator.onLine = false;
    network.dispatchEvent(new Event("offline"));
    expect([scripted.socket().closed, scripted.acme.connection.value.status]).toEqual([true, "offline"]);
    expect(scripted.acme.leads.live().value.status).toBe("stale");
    navigator.onLine = true;
    await scripted.clock.pass(1_000);
    network.dispatchEvent(new Event("online"));
    await scripted.connect(5);
    end();
    await scripted.clock.pass(2_000);
    network.dispatchEvent(new Event("offline"));
    expect(scripted.acme.connection.value.status).toBe("idle");
  });
});
