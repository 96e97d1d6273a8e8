import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Jobs } from "../../objects/records/jobs.ts";
import { directoryKind, directoryLag, REBUILD } from "../../objects/tenant/projection.ts";
import { upsertEntries } from "../../src/directory/projection.ts";
import { directoryEntries, expectSoundIndex, livingEntries } from "../support/directory-bench.ts";
import { directoryRow } from "../support/directory-row.ts";
import { type Fault, faulty, gated } from "../support/faulty-d1.ts";
import { addHuman, expectEqualToRebuild, fresh, stray } from "../support/projected.ts";
import { inTenant, type ProjectionBench } from "../support/projection-bench.ts";

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

  it("may hang for an hour: each attempt ends at its deadline, writes go on, and one run catches up", async () => {
    await inTenant(fresh(), async (bench) => {
      const state = { now: Date.now(), hangs: true, alarm: 0 };
      const directory = () => (state.hangs ? faulty(env.DIRECTORY, "hang") : env.DIRECTORY);
      const kind = directoryKind(() => ({ ...bench.source, directory: directory() }));
      const jobs = new Jobs({
        database: bench.source.database,
        alarm: {
          get: async () => state.alarm,
          set: async (at) => {
            state.alarm = at;
          },
          clear: async () => {},
        },
        kinds: { directory: { ...kind, deadlineMs: 5 } },
        now: () => state.now,
        onParked: () => expect.unreachable("The projection is never given up."),
      });
      const waits: number[] = [];
      for (const end = state.now + 3_600_000; state.now < end; state.now = state.alarm) {
        addHuman(bench, `At ${state.now}`);
        jobs.schedule("directory", "directory", state.now);
        await jobs.runDue();
        waits.push(state.alarm - state.now);
      }
      expect(directoryLag(bench.source).lag).toBe(waits.length);
      expect(waits.length).toBeGreaterThan(60);
      expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
      state.hangs = false;
      await jobs.runDue();
      expect(directoryLag(bench.source).lag).toBe(0);
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
      expect(await directoryRow(env.DIRECTORY, bench.source.view.tenant)).toMatchObject({ records: 1, seq: 4 });
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
