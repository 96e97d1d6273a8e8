import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { directoryLag, REBUILD } from "../../objects/tenant/projection.ts";
import { upsertEntries } from "../../src/directory/projection.ts";
import { rebuildTenant } from "../../src/directory/rebuild.ts";
import { directoryEntries, expectSoundIndex, livingEntries } from "../support/directory-bench.ts";
import { directoryRow } from "../support/directory-row.ts";
import { gated } from "../support/faulty-d1.ts";
import { addHuman, expectEqualToRebuild, fresh, stray } from "../support/projected.ts";
import { inTenant } from "../support/projection-bench.ts";

describe("the log's reader", () => {
  it("copies living records, forgets deleted ones and keeps the tenant's figures", async () => {
    await inTenant(fresh(), async (bench) => {
      const { tenant } = bench.source.view;
      const ada = addHuman(bench, "Lovelace", "Analytical engine");
      const grace = addHuman(bench, "Hopper");
      bench.write("humans", (writer, resource) => writer.update(resource, ada, { firstName: "Ada" }, null));
      expect(directoryLag(bench.source)).toEqual({ seq: 3, cursor: 0, lag: 3 });
      await bench.project();
      expect(await directoryEntries(tenant)).toMatchObject([
        { record_id: ada, title: "Ada Lovelace", body: "Ada Lovelace Analytical engine", seq: 3, created_by: "usr_1" },
        { record_id: grace, title: "Hopper", seq: 2 },
      ]);
      bench.write("humans", (writer, resource) => writer.remove(resource, ada, null));
      await bench.project();
      expect(await livingEntries(tenant)).toMatchObject([{ record_id: grace }]);
      expect(directoryLag(bench.source).lag).toBe(0);
      expect(await directoryRow(env.DIRECTORY, tenant)).toMatchObject({
        records: 1,
        seq: 4,
        bytes: bench.source.size(),
        lastActivityAt: bench.store.log.after(3, 1).entries[0]?.at,
      });
    });
  });

  it("writes the tenant's row also when the log has nothing new", async () => {
    await inTenant(fresh(), async (bench) => {
      await bench.project();
      await bench.project({ view: { ...bench.source.view, status: "suspended" } });
      expect(await directoryRow(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({
        status: "suspended",
        seq: 0,
      });
    });
  });

  it("reads a long log in stretches", async () => {
    await inTenant(fresh(), async (bench) => {
      bench.write("humans", (writer, resource) => {
        for (let n = 0; n < 1_203; n += 1) writer.create(resource, { lastName: `Number ${n}` });
      });
      await bench.project();
      expect(await livingEntries(bench.source.view.tenant)).toHaveLength(1_203);
      expect(await directoryRow(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 1_203, seq: 1_203 });
      await expectEqualToRebuild(bench);
    });
  });

  it("sends long texts in batches of bounded size", async () => {
    await inTenant(fresh(), async (bench) => {
      const notes = "wörter ".repeat(2_850);
      bench.write("humans", (writer, resource) => {
        for (let n = 0; n < 300; n += 1) writer.create(resource, { lastName: `Number ${n}`, notes });
      });
      const sizes: number[] = [];
      const directory = new Proxy(env.DIRECTORY, {
        get(target, name) {
          if (name !== "batch") {
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === "function" ? value.bind(target) : value;
          }
          return (statements: D1PreparedStatement[]) => {
            sizes.push(statements.length);
            return target.batch(statements);
          };
        },
      });
      await bench.project({ directory });
      expect(await livingEntries(bench.source.view.tenant)).toHaveLength(300);
      expect(sizes.length).toBeGreaterThan(1);
      // Ten parameters of half a million characters, and the tenant's row.
      expect(Math.max(...sizes)).toBeLessThanOrEqual(11);
      await expectEqualToRebuild(bench);
    });
  }, 60_000);

  it("starts a rebuild where the log no longer reaches back to its place", async () => {
    await inTenant(fresh(), async (bench) => {
      const ada = addHuman(bench, "Lovelace");
      const grace = addHuman(bench, "Hopper");
      bench.write("humans", (writer, resource) => writer.remove(resource, ada, null));
      await upsertEntries(env.DIRECTORY, bench.source.view.tenant, [{ ...stray("hum_old"), seq: 1 }]);
      bench.store.log.trim("2999-01-01T00:00:00.000Z", 2);
      await bench.project();
      expect(await livingEntries(bench.source.view.tenant)).toMatchObject([{ record_id: grace }]);
      expect(await directoryRow(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 1, seq: 3 });
    });
  });
});

describe("a rebuild", () => {
  it("mends what is wrong, removes what belongs to no record, and leaves other tenants alone", async () => {
    const other = fresh();
    await upsertEntries(env.DIRECTORY, other, [stray("hum_other")]);
    await inTenant(fresh(), async (bench) => {
      const { tenant } = bench.source.view;
      const id = addHuman(bench, "Lovelace");
      await bench.project();
      await upsertEntries(env.DIRECTORY, tenant, [stray("hum_stray")]);
      // As an older version of the resource's title would have made it, at the very position of the log's end.
      await env.DIRECTORY.prepare("UPDATE entries SET title = 'Wrong' WHERE record_id = ?").bind(id).run();
      await bench.project({}, REBUILD);
      expect(await directoryEntries(tenant)).toMatchObject([{ record_id: id, title: "Lovelace" }]);
      await expectSoundIndex();
    });
    expect(await directoryEntries(other)).toHaveLength(1);
  });

  it("pauses between batches and goes on from its place", async () => {
    const tenant = fresh();
    const all = Array.from({ length: 1_250 }, (_, n) => ({ ...stray(`hum_${String(n).padStart(5, "0")}`), seq: 0 }));
    const read = ({ after }: { after: string }, limit: number) =>
      all.filter(({ recordId }) => recordId > after).slice(0, limit);
    await upsertEntries(env.DIRECTORY, tenant, [stray("hum_stray")]);
    const options = { directory: env.DIRECTORY, tenant, read, members: () => [], batches: 1 };
    let place = await rebuildTenant(options, { seq: 9, resource: "", after: "" });
    expect(place).toEqual({ seq: 9, resource: "humans", after: "hum_00499" });
    let pauses = 0;
    while (place) {
      pauses += 1;
      place = await rebuildTenant(options, place);
    }
    expect(pauses).toBe(3);
    const entries = await directoryEntries(tenant);
    expect(entries).toHaveLength(1_250);
    expect(new Set(entries.map(({ seq }) => seq))).toEqual(new Set([9]));
  });

  it("takes in what changes while it goes on", async () => {
    await inTenant(fresh(), async (bench) => {
      const ada = addHuman(bench, "Lovelace");
      const grace = addHuman(bench, "Hopper");
      const gate = gated(env.DIRECTORY);
      const rebuilding = bench.project({ directory: gate.directory }, REBUILD);
      bench.write("humans", (writer, resource) => writer.remove(resource, ada, null));
      bench.write("humans", (writer, resource) => writer.update(resource, grace, { firstName: "Grace" }, null));
      addHuman(bench, "Turing");
      gate.open();
      await rebuilding;
      expect((await livingEntries(bench.source.view.tenant)).map(({ title }) => title)).toEqual([
        "Grace Hopper",
        "Turing",
      ]);
      expect(await directoryRow(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 2, seq: 5 });
      await expectEqualToRebuild(bench);
    });
  });
});
