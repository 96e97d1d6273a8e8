import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { createCroft } from "../../src/client/croft.ts";
import type { TypesOf } from "../../src/client/resource-types.ts";
import type { leads } from "../../src/resources/leads.ts";
import { makeTenant } from "../support/api.ts";

it("is answered by the service in every call of the client", async () => {
  const { handle, owner } = await makeTenant();
  const croft = createCroft<TypesOf<{ leads: typeof leads }>>({
    url: "https://croft.test",
    token: owner.token,
    fetch: (url, init) => exports.default.fetch(url, init),
  });
  const acme = croft.tenant(handle);
  const all = acme.resource("leads");
  const { record, seq } = await all.create({ title: "Boat", value: 5, externalId: "x" });
  expect(await all.get(record.id)).toEqual(record);
  const updated = await all.update(record.id, { value: 6 }, { ifMatch: record.version });
  expect(updated).toMatchObject({ seq: seq + 1, record: { value: 6, version: 2 } });
  await expect(all.update(record.id, { value: 7 }, { ifMatch: 1 })).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
  });
  expect((await all.upsert("externalId", { title: "Ship", externalId: "x" })).record.id).toBe(record.id);
  expect((await all.replace(record.id, { title: "Canoe" })).record).toMatchObject({ title: "Canoe", value: 0 });
  expect((await all.delete(record.id)).deletedAt).not.toBeNull();
  expect((await all.restore(record.id)).record.deletedAt).toBeNull();
  const data = { title: "Raft" };
  const { results } = await acme.batch([1, 2].map(() => ({ op: "create" as const, resource: "leads", data })));
  expect(results).toHaveLength(2);
  const titles: (string | null)[] = [];
  for await (const lead of await all.list({ filter: { stage: "new" }, sort: ["title"], limit: 1 }))
    titles.push(lead.title);
  expect(titles).toEqual(["Canoe", "Raft", "Raft"]);
  expect((await all.aggregate({ groupBy: ["title"], count: true })).rows).toContainEqual({ title: "Raft", count: 2 });
  expect(await acme.search("raft", { resource: "leads" })).toHaveLength(2);
  expect((await all.history(record.id)).data.map((entry) => entry.action).at(-1)).toBe("create");
  expect((await acme.changes({ since: seq - 1, limit: 3 }).next()).value).toMatchObject({ seq, action: "create" });
});
