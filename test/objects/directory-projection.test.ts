import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directoryLag, REBUILD } from "../../objects/tenant/projection.ts";
import { type Entry, upsertEntries } from "../../src/directory/projection.ts";
import { getTenant } from "../../src/directory/queries.ts";
import { rebuildTenant } from "../../src/directory/rebuild.ts";
import { directoryEntries, expectSoundIndex, livingEntries } from "../support/directory-bench.ts";
import { type Fault, faulty, gated } from "../support/faulty-d1.ts";
import { inTenant, type ProjectionBench } from "../support/projection-bench.ts";

let made = 0;
const fresh = () => {
  made += 1;
  return `projected-${made}`;
};

const addHuman = (bench: ProjectionBench, lastName: string, notes: string | null = null) =>
  bench.write("humans", (writer, resource) => writer.create(resource, { lastName, notes }).record.id);

/** What a rebuild from scratch makes of the same records. */
async function expectEqualToRebuild(bench: ProjectionBench): Promise<void> {
  const { tenant } = bench.source.view;
  const incremental = await livingEntries(tenant);
  const row = await getTenant(env.DIRECTORY, tenant);
  await env.DIRECTORY.prepare("DELETE FROM entries WHERE tenant = ?").bind(tenant).run();
  await bench.project({}, REBUILD);
  expect(await livingEntries(tenant)).toEqual(incremental);
  expect(await getTenant(env.DIRECTORY, tenant)).toEqual({ ...row, projectedAt: expect.any(String) });
}

/** One step of a history: something done to one of a few records. */
const stepArbitrary = fc.record({
  record: fc.nat({ max: 4 }),
  action: fc.constantFrom("update", "delete", "restore", "purge", "create", "update"),
  resource: fc.constantFrom("humans", "accounts", "flights"),
  word: fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .map((text) => `x${text.replaceAll(/\p{C}/gu, "")}`),
  next: fc.constantFrom("nothing", "nothing", "project", "throw", "lose", "rebuild"),
});
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

const bodyOf = (resource: string, word: string): Record<string, string | number> => {
  if (resource === "humans") return { lastName: word };
  if (resource === "accounts") return { name: word };
  const times = { departsAt: "2026-12-01T10:00:00.000Z", arrivesAt: "2026-12-01T18:00:00.000Z" };
  return { carrier: "LH", number: String(word.length), from: "FRA", to: "JFK", seats: 100, ...times };
};

function take({ write, store }: ProjectionBench, ids: string[], { record, action, resource: name, word }: Step): void {
  write(name, (writer, resource) => {
    const id = ids[record];
    if (id === undefined) {
      ids[record] = writer.create(resource, bodyOf(name, word)).record.id;
      return;
    }
    const deleted = store.get(resource, id)?.deletedAt !== null;
    if (action === "purge") {
      writer.purge(resource, id, null);
      delete ids[record];
    } else if (deleted) {
      if (action === "restore") writer.restore(resource, id, null);
    } else if (action === "update") writer.update(resource, id, bodyOf(name, word), null);
    else if (action === "delete") writer.remove(resource, id, null);
  });
}

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
      expect(await getTenant(env.DIRECTORY, tenant)).toMatchObject({
        records: 1,
        seq: 4,
        bytes: bench.source.size(),
        lastActivityAt: bench.store.log.after(3, 1)[0]?.at,
      });
    });
  });

  it("writes the tenant's row also when the log has nothing new", async () => {
    await inTenant(fresh(), async (bench) => {
      await bench.project();
      await bench.project({ view: { ...bench.source.view, status: "suspended" } });
      expect(await getTenant(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ status: "suspended", seq: 0 });
    });
  });

  it("reads a long log in stretches", async () => {
    await inTenant(fresh(), async (bench) => {
      bench.write("humans", (writer, resource) => {
        for (let n = 0; n < 1_203; n += 1) writer.create(resource, { lastName: `Number ${n}` });
      });
      await bench.project();
      expect(await livingEntries(bench.source.view.tenant)).toHaveLength(1_203);
      expect(await getTenant(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 1_203, seq: 1_203 });
      await expectEqualToRebuild(bench);
    });
  });

  it("sends long texts in batches of bounded size", async () => {
    await inTenant(fresh(), async (bench) => {
      const notes = "wörter ".repeat(2_850);
      bench.write("humans", (writer, resource) => {
        for (let n = 0; n < 450; n += 1) writer.create(resource, { lastName: `Number ${n}`, notes });
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
      expect(await livingEntries(bench.source.view.tenant)).toHaveLength(450);
      expect(sizes.length).toBeGreaterThan(1);
      // Ten parameters of half a million characters, and the tenant's row.
      expect(Math.max(...sizes)).toBeLessThanOrEqual(11);
      await expectEqualToRebuild(bench);
    });
  });

  it("is not held up by a record whose title cannot be made", async () => {
    await inTenant(fresh(), async (bench) => {
      const { resources } = bench.store;
      const humans = resources.get("humans");
      if (!humans) throw new Error("There are no humans.");
      const title = () => {
        throw new Error("No title.");
      };
      const id = addHuman(bench, "Lovelace");
      await bench.project({ store: { resources: new Map([...resources, ["humans", { ...humans, title }]]) } });
      expect(await livingEntries(bench.source.view.tenant)).toMatchObject([{ record_id: id, title: id, body: "" }]);
    });
  });

  it("starts a rebuild where the log no longer reaches back to its place", async () => {
    await inTenant(fresh(), async (bench) => {
      const ada = addHuman(bench, "Lovelace");
      const grace = addHuman(bench, "Hopper");
      bench.write("humans", (writer, resource) => writer.remove(resource, ada, null));
      await upsertEntries(env.DIRECTORY, bench.source.view.tenant, [{ ...stray("hum_old"), seq: 1 }]);
      bench.store.log.trim("2999-01-01T00:00:00.000Z", 2);
      await bench.project();
      expect(await livingEntries(bench.source.view.tenant)).toMatchObject([{ record_id: grace }]);
      expect(await getTenant(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 1, seq: 3 });
    });
  });
});

function stray(recordId: string): Entry {
  const text = { title: "Stray", body: "Stray", createdBy: "usr_1", updatedAt: "2026-11-21T03:00:00.000Z" };
  return { resource: "humans", recordId, deleted: false, seq: 0, ...text };
}

describe("D1a: a directory that fails", () => {
  it.each<Fault>(["throw", "lose"])("costs nothing but time (%s)", async (fault) => {
    await inTenant(fresh(), async (bench) => {
      const directory = faulty(env.DIRECTORY, fault);
      for (let n = 0; n < 20; n += 1) {
        addHuman(bench, `Number ${n}`);
        await expect(bench.project({ directory })).rejects.toThrow("D1_ERROR");
      }
      expect(directoryLag(bench.source).lag).toBe(20);
      await bench.project();
      expect(await livingEntries(bench.source.view.tenant)).toHaveLength(20);
      await expectEqualToRebuild(bench);
    });
  });

  it("may hang: the run is given up, and what it still does later harms nothing", async () => {
    await inTenant(fresh(), async (bench) => {
      const ada = addHuman(bench, "Lovelace");
      const grace = addHuman(bench, "Hopper");
      const gate = gated(env.DIRECTORY);
      const givenUp = bench.project({ directory: gate.directory });
      bench.write("humans", (writer, resource) => writer.remove(resource, ada, null));
      bench.write("humans", (writer, resource) => writer.update(resource, grace, { firstName: "Grace" }, null));
      await bench.project();
      const settled = await livingEntries(bench.source.view.tenant);
      expect(settled).toMatchObject([{ title: "Grace Hopper" }]);
      gate.open();
      await givenUp;
      expect(await livingEntries(bench.source.view.tenant)).toEqual(settled);
      expect(directoryLag(bench.source).lag).toBe(0);
      expect(await getTenant(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 1, seq: 4 });
      await expectEqualToRebuild(bench);
    });
  });
});

describe("D1b: any history, cut off and repeated anywhere", () => {
  it("ends as a rebuild from scratch does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 25 }), async (steps) => {
        await inTenant(fresh(), async (bench) => {
          const ids: Record<string, string[]> = { humans: [], accounts: [], flights: [] };
          for (const step of steps) {
            take(bench, ids[step.resource] ?? [], step);
            if (step.next === "project") await bench.project();
            if (step.next === "rebuild") await bench.project({}, REBUILD);
            if (step.next === "throw" || step.next === "lose") {
              const directory = faulty(env.DIRECTORY, step.next);
              await expect(bench.project({ directory })).rejects.toThrow("D1_ERROR");
            }
          }
          await bench.project();
          expect(directoryLag(bench.source).lag).toBe(0);
          await expectEqualToRebuild(bench);
        });
      }),
      { numRuns: 40 },
    );
    await expectSoundIndex();
  }, 120_000);

  it("ends the same whatever order its batches arrive in, and however often", async () => {
    const change = fc.record({ record: fc.nat({ max: 3 }), deleted: fc.boolean(), title: fc.string({ maxLength: 5 }) });
    const history = fc.array(change, { minLength: 1, maxLength: 20 }).chain((changes) =>
      fc.tuple(
        fc.constant(changes),
        fc.shuffledSubarray(
          [...changes.keys(), ...changes.keys()].map((from, n) => ({ from, length: 1 + (n % 4) })),
          { minLength: 2 * changes.length },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(history, async ([changes, batches]) => {
        const log = changes.map(({ record, deleted, title }, index) => ({
          ...stray(`hum_${record}`),
          deleted,
          title: deleted ? "" : `t${title}`,
          body: "",
          seq: index + 1,
        }));
        const inOrder = fresh();
        const shuffled = fresh();
        for (const entry of log) await upsertEntries(env.DIRECTORY, inOrder, [entry]);
        for (const { from, length } of batches) {
          const last = new Map(log.slice(from, from + length).map((entry) => [entry.recordId, entry]));
          await upsertEntries(env.DIRECTORY, shuffled, [...last.values()]);
        }
        expect(await directoryEntries(shuffled)).toEqual(await directoryEntries(inOrder));
      }),
      { numRuns: 40 },
    );
    await expectSoundIndex();
  }, 120_000);
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
    const options = { directory: env.DIRECTORY, tenant, read, batches: 1 };
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
      expect(await getTenant(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 2, seq: 5 });
      await expectEqualToRebuild(bench);
    });
  });
});
