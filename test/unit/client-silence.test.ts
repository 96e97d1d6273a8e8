import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { live, refusing, type Scripted, scriptedTenant, settled, snapshot } from "../support/scripted-socket.ts";

describe("an upgrade that is refused without a word", () => {
  /** Three connections that end before they open. */
  async function refused(scripted: Scripted): Promise<void> {
    scripted.acme.leads.live().subscribe(() => {});
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await scripted.clock.pass(attempt === 0 ? 0 : 50);
      scripted.socket().end(1006);
    }
    await settled();
  }

  it.each([
    [401, "UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
  ] as const)("is asked about by a call, and ends with its %i", async (status, code) => {
    const scripted = scriptedTenant({ answer: () => refusing(status, code) });
    await refused(scripted);
    expect(scripted.calls.map(({ url }) => url)).toEqual(["https://croft.test/v1/tenants/acme"]);
    expect(scripted.acme.connection.value).toMatchObject({ status: "closed", reason: { code } });
    await scripted.clock.pass(600_000);
    expect(scripted.sockets).toHaveLength(3);
  });

  it.each([429, 503] as const)("waits as long as a %i asks, in a storm of them too", async (status) => {
    const code = status === 429 ? "RATE_LIMITED" : "UNAVAILABLE";
    const scripted = scriptedTenant({ answer: () => refusing(status, code, { "retry-after": "40" }) });
    await refused(scripted);
    for (let round = 1; round <= 10; round += 1) {
      expect([scripted.sockets.length, scripted.calls.length]).toEqual([3 * round, round]);
      await scripted.clock.pass(40_000);
      expect(scripted.sockets).toHaveLength(3 * round);
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await scripted.clock.pass(50);
        scripted.socket().end(1006);
      }
      await settled();
    }
  });

  it("is tried on when the call tells nothing, at longer and longer intervals", async () => {
    const scripted = scriptedTenant();
    scripted.clock.chance = 1;
    scripted.acme.leads.live().subscribe(() => {});
    for (let minute = 0; minute < 30; minute += 1) {
      await scripted.clock.pass(30_050);
      scripted.socket().end(1006);
    }
    expect(scripted.acme.connection.value.status).toBe("offline");
    expect(scripted.sockets.length).toBeLessThan(50);
    expect(scripted.calls.length).toBeGreaterThan(5);
  });
});

describe("a silent connection", () => {
  it("is asked after 20 seconds whether it is there, and lives on when it is", async () => {
    const scripted = scriptedTenant();
    await live(scripted);
    for (let round = 1; round <= 10; round += 1) {
      await scripted.clock.pass(20_000);
      expect(scripted.socket().sent.filter((text) => text === "ping")).toHaveLength(round);
      await scripted.clock.pass(100);
      scripted.socket().say("pong");
    }
    expect([scripted.sockets.length, scripted.acme.connection.value.status]).toEqual([1, "live"]);
  });

  it("is not asked while messages come", async () => {
    const scripted = scriptedTenant();
    await live(scripted);
    for (let second = 0; second < 60; second += 1) {
      await scripted.clock.pass(1_000);
      scripted.socket().say({ type: "news", of: "a later version" });
    }
    expect(scripted.socket().sent).not.toContain("ping");
  });

  it("is given up when no answer comes within 8 seconds, without waiting for its close", async () => {
    const scripted = scriptedTenant();
    await live(scripted);
    await scripted.clock.pass(28_050);
    expect(scripted.sockets).toHaveLength(2);
    await scripted.connect(5);
    expect(scripted.socket().said("subscribe")).toMatchObject([{ since: 5 }]);
    // What the dead one says late is not heard.
    scripted.sockets[0]?.say(snapshot("q1", 99, [{ id: "ghost" }]));
    scripted.sockets[0]?.end(CLOSE.FORBIDDEN);
    expect(scripted.acme.connection.value.status).toBe("catching-up");
    expect(scripted.acme.leads.live().value.seq).toBe(5);
  });

  it("is asked at once after a sleep, and given 3 seconds", async () => {
    const scripted = scriptedTenant();
    await live(scripted);
    scripted.clock.sleep(3_600_000);
    await scripted.clock.pass(0);
    expect(scripted.socket().sent).toContain("ping");
    await scripted.clock.pass(3_000);
    expect(scripted.socket().closed).toBe(true);
  });
});
