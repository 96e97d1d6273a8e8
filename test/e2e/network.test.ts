import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Bench, openBench, type ShownTenant } from "../support/browser-bench.ts";
import type { Attempt } from "../support/gateway.ts";
import { leadsOf, press, statusOf, textOf } from "../support/leads-page.ts";
import { bundlePage } from "../support/page-server.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(await bundlePage("leads"));
});
afterAll(() => bench?.stop());
beforeEach(() => bench.gateway.refuse(null));
afterEach(() => bench.closePages());

/** A page that shows one lead, "Roof 20", and is live. */
async function showRoof(prepare?: () => void): Promise<ShownTenant & { readonly roof: string }> {
  const shown = await bench.show(prepare);
  const { record } = await shown.acme.leads.create({ title: "Roof", value: 20 });
  await shown.page.goto(shown.address);
  await expect.poll(() => textOf(shown, "connection")).toBe("live");
  await expect.poll(() => leadsOf(shown)).toEqual(["Roof 20"]);
  return { ...shown, roof: record.id };
}

const updatesOf = async ({ acme, roof }: { acme: ShownTenant["acme"]; roof: string }) =>
  (await acme.leads.history(roof)).data.filter((entry) => entry.action === "update");

describe("a page over losses", () => {
  it("goes on after its server was killed and started again", async () => {
    const shown = await showRoof();
    await bench.server.kill9();
    await expect.poll(() => textOf(shown, "connection")).toBe("offline");
    expect(await leadsOf(shown)).toEqual(["Roof 20"]);
    expect(await statusOf(shown)).toBe("stale");
    await bench.server.restart();
    await shown.acme.leads.create({ title: "Door", value: 10 });
    await shown.acme.leads.update(shown.roof, { value: 5 });
    await expect.poll(() => leadsOf(shown)).toEqual(["Door 10", "Roof 5"]);
    await expect.poll(() => textOf(shown, "connection")).toBe("live");
    expect(shown.problems).toEqual([]);
  });

  it("shows an edit at once while offline, and makes it once when it is online again", async () => {
    const shown = await showRoof();
    await shown.context.setOffline(true);
    await expect.poll(() => textOf(shown, "connection")).toBe("offline");
    await press(shown, "raise Roof");
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 21"]);
    await press(shown, "add");
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 21", "Added here 1"]);
    expect(await updatesOf(shown)).toEqual([]);
    await shown.context.setOffline(false);
    await expect.poll(() => textOf(shown, "connection")).toBe("live");
    await expect.poll(async () => (await shown.acme.leads.list()).data.length).toBe(2);
    await expect.poll(() => updatesOf(shown)).toMatchObject([{ after: { value: 21 } }]);
    await shown.acme.leads.create({ title: "Last", value: 0 });
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 21", "Added here 1", "Last 0"]);
    expect(await updatesOf(shown)).toHaveLength(1);
  });

  it("shows an edit made while its network died without a word, and makes it once", async () => {
    const shown = await showRoof();
    bench.gateway.refuse({ status: 503 });
    bench.gateway.cut();
    await press(shown, "raise Roof");
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 21"]);
    bench.gateway.refuse(null);
    await expect.poll(() => updatesOf(shown)).toHaveLength(1);
    await expect.poll(() => statusOf(shown)).toBe("live");
    expect(await leadsOf(shown)).toEqual(["Roof 21"]);
    expect(await updatesOf(shown)).toHaveLength(1);
  });

  it("catches up when it was frozen meanwhile", async () => {
    const shown = await showRoof();
    const devtools = await shown.context.newCDPSession(shown.page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    await shown.acme.leads.update(shown.roof, { value: 30 });
    bench.gateway.cut();
    await shown.acme.leads.create({ title: "Door", value: 10 });
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await shown.page.evaluate(() => {
      document.dispatchEvent(new Event("visibilitychange"));
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 30", "Door 10"]);
    await expect.poll(() => textOf(shown, "connection")).toBe("live");
  });

  it("needs no right clock", async () => {
    const shown = await showRoof(() => {
      const { now } = Date;
      const ahead = () => now() + 86_400_000;
      globalThis.Date = new Proxy(Date, {
        construct: (target, args) => Reflect.construct(target, args.length === 0 ? [ahead()] : args),
        get: (target, name) => (name === "now" ? ahead : Reflect.get(target, name)),
      });
    });
    expect(await shown.page.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + 80_000_000);
    await press(shown, "raise Roof");
    await expect.poll(() => updatesOf(shown)).toMatchObject([{ after: { value: 21 } }]);
    await press(shown, "add");
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 21", "Added here 1"]);
    bench.gateway.cut();
    await shown.acme.leads.create({ title: "Door", value: 10 });
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 21", "Door 10", "Added here 1"]);
    expect(await statusOf(shown)).toBe("live");
  });
});

/** Runs in the page: what is left of a wait is what was asked for. */
function withoutJitter(): void {
  Math.random = () => 0;
}

describe("a page that is refused", () => {
  /** When it tried since `from`: the milliseconds between its attempts. */
  const pauses = (shown: ShownTenant, from: number, isOne: (attempt: Attempt) => boolean) => {
    const times = shown.attempts().flatMap((attempt) => (attempt.at >= from && isOne(attempt) ? [attempt.at] : []));
    return times.slice(1).map((at, index) => at - (times[index] ?? 0));
  };
  const isSocket = (attempt: Attempt) => attempt.isSocket;
  const isEdit = ({ method }: Attempt) => method === "PATCH";

  it.each([503, 429])("waits as long as a %i asks, and then makes its edit once", async (status) => {
    const shown = await showRoof(withoutJitter);
    bench.gateway.refuse({ status, retryAfter: 1 });
    const from = performance.now();
    await press(shown, "raise Roof");
    await expect.poll(() => pauses(shown, from, isEdit).length).toBe(2);
    bench.gateway.refuse(null);
    await expect.poll(() => updatesOf(shown)).toHaveLength(1);
    expect(await leadsOf(shown)).toEqual(["Roof 21"]);
    for (const pause of pauses(shown, from, isEdit)) expect(pause).toBeGreaterThanOrEqual(1_000);
    expect(await updatesOf(shown)).toHaveLength(1);
  });

  it("does not storm a server that refuses its sockets, waits as long as it asks, and comes back", async () => {
    const shown = await showRoof(withoutJitter);
    bench.gateway.refuse({ status: 503, retryAfter: 2 });
    const from = performance.now();
    bench.gateway.cut();
    const tried = () => shown.attempts().filter(({ at, method }) => at >= from && method !== "OPTIONS");
    // A page cannot read why a socket was refused: after three of them it makes a call, whose answer it can.
    const call = () => tried().findIndex((attempt) => !attempt.isSocket);
    await expect.poll(() => call() >= 0 && tried().length > call() + 1).toBe(true);
    bench.gateway.refuse(null);
    await shown.acme.leads.create({ title: "Door", value: 10 });
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 20", "Door 10"]);

    expect(call()).toBe(3);
    const [asked, next] = tried().slice(3);
    expect((next?.at ?? 0) - (asked?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  it("waits as long as a close for too many sockets asks", async () => {
    const shown = await showRoof(withoutJitter);
    bench.gateway.refuse({ close: 4429, reason: "retry after 2" });
    const from = performance.now();
    bench.gateway.cut();
    await expect.poll(() => pauses(shown, from, isSocket).length).toBe(1);
    bench.gateway.refuse(null);
    await expect.poll(() => statusOf(shown)).toBe("live");
    for (const pause of pauses(shown, from, isSocket)) expect(pause).toBeGreaterThanOrEqual(2_000);
  });
});
