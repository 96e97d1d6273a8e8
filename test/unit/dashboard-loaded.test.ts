import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnyRecord } from "../../src/client/croft.ts";
import { matches } from "../../src/client/matches.ts";
import { orderOf } from "../../src/client/order.ts";
import {
  begun,
  type Compare,
  type Loaded,
  merged,
  withAnswers,
  withChanges,
  withPage,
} from "../../src/dashboard/records/loaded.ts";
import type { ChangeEntry } from "../../src/protocol/change.ts";

const compare: Compare = orderOf("leads", ["-value"], undefined);
const FILTER = { open: true };
const belongs = (record: AnyRecord) => matches(FILTER, record);

function lead(id: string, value: number, version = 1, open = true): AnyRecord {
  return { id, value, version, open, deletedAt: null };
}

function entry(seq: number, before: AnyRecord | null, after: AnyRecord | null): ChangeEntry {
  const action = after === null ? "delete" : before === null ? "create" : "update";
  const recordId = String((after ?? before)?.id);
  const shared = { at: "2026-11-21T00:00:00.000Z", actor: { kind: "user" as const, id: "user_1" }, requestId: "r" };
  return {
    ...shared,
    seq,
    resource: "leads",
    recordId,
    action,
    before: before && { ...before },
    after: after && { ...after },
  };
}

const idsOf = (rows: readonly AnyRecord[]) => rows.map(({ id }) => id);

describe("what is loaded", () => {
  const loaded: Loaded = withPage(
    begun({ data: [lead("a", 9), lead("b", 8)], hasMore: true }, 5),
    { data: [lead("c", 7), lead("d", 6)], hasMore: true },
    compare,
  );

  it("grows page by page and keeps the position from which the feed is read", () => {
    expect(idsOf(loaded.rows)).toEqual(["a", "b", "c", "d"]);
    expect(loaded).toMatchObject({ edge: { id: "d" }, seq: 5 });
    const whole = withPage(loaded, { data: [lead("e", 1)], hasMore: false }, compare);
    expect(whole.edge).toBeNull();
  });

  it("holds a record once that was moved behind the edge while pages were read", () => {
    const next = withPage(loaded, { data: [lead("a", 5, 2), lead("e", 4)], hasMore: true }, compare);
    expect(idsOf(next.rows)).toEqual(["b", "c", "d", "a", "e"]);
  });

  it("takes in what comes, moves what changes and drops what goes", () => {
    const entries = [
      entry(6, null, lead("n", 7)),
      entry(7, lead("a", 9), lead("a", 6, 2)),
      entry(8, lead("b", 8), null),
      entry(9, lead("c", 7), lead("c", 7, 2, false)),
    ];
    const { loaded: after, unsure } = withChanges(loaded, entries, 9, { compare, belongs });
    expect(idsOf(after.rows)).toEqual(["n", "a", "d"]);
    expect(after.seq).toBe(9);
    expect(unsure).toEqual([]);
  });

  it("leaves to later pages what lies behind the edge", () => {
    const entries = [entry(6, null, lead("n", 2)), entry(7, lead("c", 7), lead("c", 1, 2))];
    expect(idsOf(withChanges(loaded, entries, 7, { compare, belongs }).loaded.rows)).toEqual(["a", "b", "d"]);
  });

  it("does not take an entry for news that is older than what is held", () => {
    const next = withPage(loaded, { data: [lead("e", 5, 4)], hasMore: true }, compare);
    const entries = [entry(6, lead("e", 5, 2), null)];
    expect(idsOf(withChanges(next, entries, 6, { compare, belongs }).loaded.rows)).toContain("e");
  });

  it("treats a record with a time of deletion as gone", () => {
    const gone: AnyRecord = { ...lead("a", 9, 2), deletedAt: "2026-11-21T00:00:00.000Z" };
    const entries = [entry(6, lead("a", 9), gone)];
    expect(idsOf(withChanges(loaded, entries, 6, { compare, belongs }).loaded.rows)).toEqual(["b", "c", "d"]);
  });

  it("asks the service where it alone can tell, and believes it", () => {
    const unsure = () => null;
    const entries = [entry(6, lead("a", 9), lead("a", 6, 2)), entry(7, null, lead("n", 8))];
    const patched = withChanges(loaded, entries, 7, { compare, belongs: unsure });
    expect(patched.unsure).toEqual(["a", "n"]);
    expect(idsOf(patched.loaded.rows)).toEqual(["a", "b", "c", "d"]);
    const answered = withAnswers(patched.loaded, patched.unsure, [lead("n", 8)], compare);
    expect(idsOf(answered.rows)).toEqual(["b", "n", "c", "d"]);
  });

  it("stays the same object of rows where nothing of it changes", () => {
    const entries = [entry(6, null, lead("n", 1))];
    expect(withChanges(loaded, entries, 6, { compare, belongs }).loaded.rows).toBe(loaded.rows);
  });
});

describe("a table of live rows and loaded ones", () => {
  const loaded = begun({ data: [lead("a", 9), lead("b", 8), lead("c", 7), lead("d", 6)], hasMore: true }, 1);

  it("shows the loaded ones behind the live ones, each once", () => {
    expect(idsOf(merged([lead("a", 9), lead("c", 7, 2)], true, loaded, compare))).toEqual(["a", "c", "d"]);
  });

  it("shows the live ones alone where these are all there are", () => {
    expect(idsOf(merged([lead("a", 9)], false, loaded, compare))).toEqual(["a"]);
    expect(idsOf(merged([], true, loaded, compare))).toEqual([]);
  });

  it("is the service's own list up to its edge, however records change while it is read", () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 30 }),
      value: fc.integer({ min: 0, max: 20 }),
      kind: fc.constantFrom("put", "put", "close", "delete", "page"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (steps, size) => {
        const world = new Map<string, AnyRecord>();
        const log: ChangeEntry[] = [];
        const listed = () => [...world.values()].filter((row) => row.open === true).sort(compare);
        const put = (id: string, after: AnyRecord | null) => {
          const before = world.get(id) ?? null;
          if (before === null && after === null) return;
          if (after) world.set(id, after);
          else world.delete(id);
          log.push(entry(log.length + 1, before, after));
        };
        for (let id = 0; id < 20; id += 1) put(`l${id}`, lead(`l${id}`, id));
        let loaded = begun({ data: listed().slice(0, size), hasMore: true }, log.length);
        for (const { id, value, kind } of steps) {
          const name = `l${id}`;
          // The version of a record that was made anew under the same id is higher, as after a restore.
          const version = log.filter((each) => each.recordId === name).length + 1;
          if (kind === "put") put(name, lead(name, value, version));
          else if (kind === "close") put(name, lead(name, value, version, false));
          else if (kind === "delete") put(name, null);
          else if (loaded.edge !== null) {
            const { edge } = loaded;
            const behind = listed().filter((row) => compare(row, edge) > 0);
            loaded = withPage(loaded, { data: behind.slice(0, size), hasMore: behind.length > size }, compare);
          }
        }
        const missed = log.slice(loaded.seq);
        const after = withChanges(loaded, missed, log.length, { compare, belongs }).loaded;
        const { edge } = after;
        expect(after.rows).toEqual(listed().filter((row) => edge === null || compare(row, edge) <= 0));
      }),
    );
  });
});
