/** What is kept in memory has an end; what is forgotten is told from the log and the database. */
import { describe, expect, it } from "vitest";
import { Memory } from "../../objects/records/live/memory.ts";
import { Texts } from "../../objects/records/live/texts.ts";
import { create, follow, last, statements, update } from "../support/live-steps.ts";
import { LiveWorld, openLiveDatabase } from "../support/live-world.ts";

/** A result of that size. */
function result(size: number) {
  return {
    size,
    forget() {
      this.size = 0;
    },
  };
}

describe("results", () => {
  it("forget when there is too much, the one used longest ago first", () => {
    const memory = new Memory(10);
    const [first, second, third] = [result(4), result(4), result(4)];
    for (const each of [first, second, first, third]) memory.used(each);
    expect([first, second, third].map(({ size }) => size)).toEqual([4, 0, 4]);
  });

  it("that are gone make room", () => {
    const memory = new Memory(10);
    const [first, second, third] = [result(5), result(5), result(5)];
    memory.used(first);
    memory.used(second);
    memory.drop(second);
    memory.used(third);
    expect([first, third].map(({ size }) => size)).toEqual([5, 5]);
  });

  it("are measured anew at each use", () => {
    const memory = new Memory(10);
    const [growing, other] = [result(1), result(5)];
    memory.used(other);
    memory.used(growing);
    growing.size = 6;
    memory.used(growing);
    expect([growing.size, other.size]).toEqual([6, 0]);
  });

  it("that were forgotten cost a query at the next change, and are told as ever", () => {
    const world = new LiveWorld(openLiveDatabase(), 4);
    world.addKey("key_a", "admin");
    const [first = ""] = create(world, { points: 1 }, 3);
    const questions = [{}, { query: { sort: ["points"] } }, { aggregate: { groupBy: ["points"], count: true } }];
    const seats = questions.map((question) => follow(world, question));
    const reads = (points: number) =>
      statements(world, () => update(world, first, { points })).filter((query) => query.includes('FROM "tasks"'));
    expect(reads(2).length).toBeGreaterThan(2);
    const changes = seats.map(last);
    expect(changes).toMatchObject([
      { type: "change", update: [{ id: first, points: 2 }] },
      { type: "change", update: [{ id: first, points: 2 }] },
      {
        type: "change",
        groups: [
          { points: 1, count: 2 },
          { points: 2, count: 1 },
        ],
      },
    ]);
    expect(seats.map(({ client }) => client.failure)).toEqual([null, null, null]);
  });
});

describe("answers that several ask for", () => {
  const long = "x".repeat(1_000_000);

  it("are made once until the result changes", () => {
    const texts = new Texts();
    const [group, other] = [{}, {}];
    expect([texts.of(group, "a", () => "1"), texts.of(group, "a", () => "2"), texts.of(group, "b", () => "3")]).toEqual(
      ["1", "1", "3"],
    );
    texts.forget(other);
    expect(texts.of(group, "a", () => "4")).toBe("1");
    texts.forget(group);
    expect(texts.of(group, "a", () => "5")).toBe("5");
  });

  it("are given up when there are too many, and when one is too long", () => {
    const texts = new Texts();
    const groups = [0, 1, 2, 3, 4].map(() => ({}));
    for (const group of groups) texts.of(group, "a", () => long);
    expect(groups.map((group) => texts.of(group, "a", () => "again") === long)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    const group = {};
    expect(texts.of(group, "a", () => long.repeat(5))).toHaveLength(5_000_000);
    expect(texts.of(group, "a", () => "short")).toBe("short");
  });

  it("that are forgotten make room", () => {
    const texts = new Texts();
    const kept = {};
    texts.of(kept, "a", () => "kept");
    for (let round = 0; round < 10; round += 1) {
      const group = {};
      texts.of(group, "a", () => long);
      texts.forget(group);
    }
    expect(texts.of(kept, "a", () => "made again")).toBe("kept");
  });
});
