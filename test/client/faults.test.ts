import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LiveQuery, Tenant } from "../../src/client/croft.ts";
import { CuttingProxy } from "../support/cutting-proxy.ts";
import { clientThrough, type Lead, makeTenant, quickClock, type Types } from "../support/real-tenant.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let proxy: CuttingProxy;
beforeAll(async () => {
  server = await startServer();
  proxy = await CuttingProxy.open(server.url);
});
afterAll(async () => {
  await proxy?.close();
  await server?.stop();
});

/** Waits until a live query shows what a list answers. */
async function agrees(query: LiveQuery<Lead>, list: () => Promise<readonly Lead[]>): Promise<void> {
  await expect
    .poll(async () => JSON.stringify(query.value.data) === JSON.stringify(await list()) && query.value.status, {
      timeout: 20_000,
      interval: 10,
    })
    .toBe("live");
}

it("keeps a list over kill -9 and restart, and goes on from where it stood", async () => {
  const { key, direct } = await makeTenant(server, "restarts");
  const acme = clientThrough(server.url, key, "restarts", quickClock(1));
  const query = acme.leads.live({ sort: ["-value"], limit: 5 });
  const seen: string[] = [];
  const end = query.subscribe(({ status }) => seen.push(status));
  await query.ready();
  for (let round = 0; round < 3; round += 1) {
    const { record } = await direct.leads.create({ title: `Before ${round}`, value: round });
    await expect.poll(() => query.value.data.some(({ id }) => id === record.id)).toBe(true);
    await server.kill9();
    await expect.poll(() => acme.connection.value.status).toBe("offline");
    expect(query.value).toMatchObject({ status: "stale", data: { length: Math.min(5, round * 2 + 1) } });
    await server.restart();
    await direct.leads.create({ title: `After ${round}`, value: 10 + round });
    await agrees(query, async () => (await direct.leads.list({ sort: ["-value"], limit: 5 })).data);
  }
  expect(seen).not.toContain("loading");
  end();
});

it("loses nothing wherever a connection is cut, in either direction", async () => {
  const { key, direct } = await makeTenant(server, "cuts");
  const { record } = await direct.leads.create({ title: "First", value: 1 });
  /** Follows two queries while a batch changes both in one commit; the first connection is cut. */
  const round = async (number: number): Promise<void> => {
    const acme: Tenant<Types> = clientThrough(proxy.url, key, "cuts", quickClock(20));
    const all = acme.leads.live({ sort: ["-value"], limit: 3 });
    const first = acme.leads.live({ filter: { title: { startsWith: "First" } } });
    const ends = [all, first].map((query) => query.subscribe(() => {}));
    await Promise.race([sleep(30), Promise.all([all.ready(), first.ready()])]);
    await direct.batch([
      { op: "update", resource: "leads", id: record.id, data: { title: `First ${number}` } },
      { op: "create", resource: "leads", data: { title: "More", value: number } },
    ]);
    await agrees(all, async () => (await direct.leads.list({ sort: ["-value"], limit: 3 })).data);
    await agrees(first, async () => [await direct.leads.get(record.id)]);
    for (const end of ends) end();
    await expect.poll(() => acme.connection.value.status).toBe("idle");
  };
  await round(1);
  const whole = proxy.down;
  expect(whole).toBeGreaterThan(500);
  let number = 2;
  for (let down = 1; down < whole + 200; down += 13, number += 1) {
    proxy.cutNext({ down });
    await round(number);
  }
  for (let up = 1; up < 1_000; up += 31, number += 1) {
    proxy.cutNext({ up });
    await round(number);
  }
});

it("finds out that a socket is half-open, and comes back", async () => {
  const { key, direct } = await makeTenant(server, "half-open");
  const acme = clientThrough(proxy.url, key, "half-open", quickClock(40));
  const query = acme.leads.live();
  const end = query.subscribe(() => {});
  await query.ready();
  const before = proxy.connections;
  proxy.swallow();
  await direct.leads.create({ title: "Unheard" });
  // Nobody closes anything: only the silence tells.
  await expect.poll(() => acme.connection.value.status, { timeout: 20_000 }).toBe("offline");
  proxy.heal();
  await agrees(query, async () => (await direct.leads.list()).data);
  expect(proxy.connections).toBeGreaterThan(before);
  end();
});

it("makes an offline edit once, when the network is back", async () => {
  const { key, direct } = await makeTenant(server, "offline");
  const { record } = await direct.leads.create({ title: "Boat" });
  const acme = clientThrough(proxy.url, key, "offline", quickClock(20));
  const query = acme.leads.live();
  const end = query.subscribe(() => {});
  await query.ready();
  proxy.refuse();
  proxy.cut();
  await expect.poll(() => acme.connection.value.status).toBe("offline");
  const edit = acme.leads.update(record.id, { title: "Ship" }, { optimistic: true });
  expect(query.value).toMatchObject({ status: "stale", data: [{ title: "Ship", version: 1 }] });
  await sleep(200);
  expect((await direct.leads.get(record.id)).title).toBe("Boat");
  proxy.heal();
  expect((await edit).record.version).toBe(2);
  await agrees(query, async () => (await direct.leads.list()).data);
  const history = await direct.leads.history(record.id);
  expect(history.data.map(({ action }) => action)).toEqual(["update", "create"]);
  end();
});

it("is told by a call why its key is refused", async () => {
  await makeTenant(server, "locked");
  const acme = clientThrough(server.url, "croft_locked_nosuchkey_nosecret", "locked", quickClock(1));
  await expect(acme.leads.live().ready()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(acme.connection.value).toMatchObject({ status: "closed", reason: { code: "UNAUTHENTICATED" } });
});

it("comes to an end when its key is revoked", async () => {
  const { key, direct } = await makeTenant(server, "revoked");
  const acme = clientThrough(server.url, key, "revoked", quickClock(1));
  const query = acme.leads.live();
  const end = query.subscribe(() => {});
  await direct.leads.create({ title: "Boat" });
  await query.ready();
  const keys = await direct.resource("api-keys").list();
  await direct.resource("api-keys").delete(keys.data[0]?.id ?? "");
  await expect.poll(() => acme.connection.value.status, { timeout: 5_000 }).toBe("closed");
  expect(query.value).toMatchObject({ status: "failed", data: [] });
  end();
});
