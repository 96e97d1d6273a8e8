import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { live, scriptedTenant } from "../support/scripted-socket.ts";

/** Stands for the window of a page. */
let page = new EventTarget();
beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
});
afterEach(() => vi.unstubAllGlobals());

const tell = (name: string) => page.dispatchEvent(new Event(name));

describe("a connection in a page", () => {
  it.each([0, 300, 5_000])(
    "is opened again within a second of the network, %i ms after the first attempt",
    async (ms) => {
      const scripted = scriptedTenant();
      const { acme, clock, sockets } = scripted;
      clock.chance = 1;
      await live(scripted);
      await clock.pass(ms);
      tell("offline");
      expect(acme.connection.value.status).toBe("offline");
      tell("online");
      tell("pageshow");
      await clock.pass(1_000);
      expect(sockets).toHaveLength(2);
      expect(acme.connection.value.status).not.toBe("idle");
    },
  );

  it("is tried once a second at most, however often the page calls", async () => {
    const scripted = scriptedTenant();
    scripted.clock.chance = 1;
    await live(scripted);
    for (let flap = 0; flap < 50; flap += 1) {
      tell("offline");
      tell("online");
      await scripted.clock.pass(100);
    }
    expect(scripted.sockets.length).toBeLessThanOrEqual(6);
    expect(scripted.sockets.length).toBeGreaterThan(3);
  });
});
