/** The window of a live query against a model that sorts everything anew. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Touched } from "../../objects/records/live/fold.ts";
import { type Applied, type Difference, difference, Window } from "../../objects/records/live/window.ts";
import { compareRecords } from "../../objects/records/order.ts";
import type { SortTerm } from "../../src/protocol/filter.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { RUNS } from "../support/live-histories.ts";

const SORTS: readonly SortTerm[][] = [
  [{ path: "points", descending: false }],
  [
    { path: "custom.score", descending: true, kind: "integer" },
    { path: "points", descending: true },
  ],
  [{ path: "id", descending: true }],
];

/** Records with an even mark match. */
const matches = (record: RecordData): boolean => Number(record.mark) % 2 === 0;

function record(id: number, points: number | null, score: number | null, mark: number): RecordData {
  const at = "2026-11-21T10:00:00.000Z";
  const system = { createdAt: at, updatedAt: at, createdBy: "key_a", version: 1, deletedAt: null };
  return { id: `tsk_${String(id).padStart(2, "0")}`, ...system, points, mark, custom: { score } };
}

const value = fc.option(fc.integer({ min: 0, max: 3 }));
const change = fc.record({
  id: fc.nat({ max: 25 }),
  points: value,
  score: value,
  mark: fc.nat({ max: 3 }),
  dies: fc.boolean(),
});
const commits = fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 40,
  size: "max",
});

/** All rows that match, in order. */
function result(rows: ReadonlyMap<string, RecordData>, sort: readonly SortTerm[]): RecordData[] {
  return [...rows.values()].filter(matches).sort(compareRecords(sort));
}

function commit(
  rows: Map<string, RecordData>,
  changes: readonly { id: number; points: number | null; score: number | null; mark: number; dies: boolean }[],
): Map<string, Touched> {
  const touched = new Map<string, Touched>();
  for (const { id, points, score, mark, dies } of changes) {
    const after = dies ? null : record(id, points, score, mark);
    const key = record(id, null, null, 0).id;
    touched.set(key, { id: key, before: touched.get(key)?.before ?? rows.get(key) ?? null, after, json: "" });
    if (after) rows.set(key, after);
    else rows.delete(key);
  }
  return touched;
}

function settled(window: Window, applied: Applied, rows: readonly RecordData[]): Difference {
  if (applied === "underflow") return window.refill(rows.slice(0, window.wanted));
  return applied === "nothing" ? { enter: [], update: [], leave: [] } : applied;
}

test("a window moved on by commits shows what sorting everything anew shows, and tells the difference", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SORTS),
      fc.integer({ min: 1, max: 4 }),
      fc.nat({ max: 3 }),
      commits,
      (sort, limit, slack, history) => {
        const rows = new Map<string, RecordData>();
        const window = new Window(sort, limit, slack);
        window.load([]);
        for (const changes of history) {
          const before = new Set(window.visible());
          const touched = commit(rows, changes);
          const now = result(rows, sort);
          const told = settled(window, window.apply(touched, matches), now);
          const ids = now.slice(0, limit).map((row) => row.id);
          expect(window.visible()).toEqual(ids);
          const expected = difference(before, ids, (id) => touched.has(id));
          expect({ ...told, leave: told.leave.toSorted() }).toEqual({ ...expected, leave: expected.leave.toSorted() });
        }
      },
    ),
    { numRuns: RUNS * 5 },
  );
});

test("only a window that has run dry asks for rows", () => {
  const sort = SORTS[0] ?? [];
  const window = new Window(sort, 2, 2);
  const all = [0, 1, 2, 3, 4, 5, 6, 7].map((points) => record(points, points, null, 0));
  window.load(all.slice(0, window.wanted));
  const rows = new Map(all.map((row) => [row.id, row]));
  const remove = (id: number) =>
    window.apply(commit(rows, [{ id, points: null, score: null, mark: 0, dies: true }]), matches);
  expect(remove(0)).toEqual({ enter: ["tsk_02"], update: [], leave: ["tsk_00"] });
  expect(remove(1)).toEqual({ enter: ["tsk_03"], update: [], leave: ["tsk_01"] });
  expect(remove(2)).toBe("underflow");
  expect(window.refill(result(rows, sort).slice(0, window.wanted))).toEqual({
    enter: ["tsk_04"],
    update: [],
    leave: ["tsk_02"],
  });
});

test("rows that were never in the window change nothing", () => {
  const window = new Window(SORTS[0] ?? [], 1, 0);
  window.load([record(1, 1, null, 0), record(2, 2, null, 0)]);
  const rows = new Map([record(1, 1, null, 0), record(2, 2, null, 0)].map((row) => [row.id, row]));
  expect(window.apply(commit(rows, [{ id: 9, points: 3, score: null, mark: 0, dies: false }]), matches)).toBe(
    "nothing",
  );
  expect(window.apply(commit(rows, [{ id: 2, points: 3, score: null, mark: 1, dies: false }]), matches)).toBe(
    "nothing",
  );
});
