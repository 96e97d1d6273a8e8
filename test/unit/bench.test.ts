import { describe, expect, it } from "vitest";
import { type Mark, reaches } from "../bench/case.ts";
import { CASES } from "../bench/cases/all.ts";
import { chartOf } from "../bench/chart.ts";
import { makeLeads } from "../bench/leads.ts";
import { readBenchOptions } from "../bench/options.ts";
import { benchmarksPage, groupsOf } from "../bench/page.ts";
import { latestResults, parseResults } from "../bench/results.ts";
import { selfTimes } from "../bench/self-times.ts";
import { median, percentile, significant } from "../bench/statistics.ts";

describe("a median", () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[], Number.NaN],
  ])("of %j is %d", (samples, expected) => {
    expect(median(samples)).toBe(expected);
  });
});

describe("a percentile", () => {
  const samples = Array.from({ length: 200 }, (_, n) => 200 - n);
  it.each([
    [0.99, 198],
    [0.5, 100],
    [1, 200],
    [0, 1],
  ])("of the share %d is %d of 200", (share, expected) => {
    expect(percentile(samples, share)).toBe(expected);
  });
});

describe("a mark", () => {
  const mark = (of: Mark["of"], bound: Mark["bound"], value: number): Mark => ({ of, bound, value });
  it.each([
    [mark("ratio", "at least", 0.6), { croft: 6, bare: 10 }, true],
    [mark("ratio", "at least", 0.6), { croft: 5.9, bare: 10 }, false],
    [mark("ratio", "at most", 1.3), { croft: 14, bare: 10 }, false],
    [mark("croft", "at most", 5), { croft: 5, bare: 1 }, true],
    [mark("difference", "at most", 1), { croft: 11.5, bare: 10 }, false],
    [mark("each", "at least", 95), { croft: 95, bare: 96 }, true],
    [mark("each", "at least", 95), { croft: 95, bare: 94 }, false],
    [mark("ratio", "at least", 0.6), { croft: Number.NaN, bare: 10 }, false],
    [mark("ratio", "at most", 1.3), { croft: 0, bare: 0 }, false],
  ])("%j is held against %j", (each, figures, expected) => {
    expect(reaches(each, figures)).toBe(expected);
  });
});

describe("a figure", () => {
  it("is written with three digits that mean something", () => {
    expect([1234.5, 0.60349, 12].map(significant)).toEqual([1230, 0.603, 12]);
  });
});

describe("a profile", () => {
  const node = (id: number, functionName: string, children: number[] = []) => ({
    id,
    callFrame: { functionName, url: "file:///a/worker.js", lineNumber: id },
    children,
  });

  it("tells the time of each function, and of what it called, recursion and pauses once", () => {
    const profile = {
      nodes: [
        node(1, "outer", [2]),
        node(2, "walk", [3]),
        { ...node(3, "walk"), callFrame: node(2, "walk").callFrame },
      ],
      samples: [1, 2, 3, 3],
      timeDeltas: [1_000, 2_000, 3_000, 400_000],
    };
    expect(selfTimes(profile, 3.5)).toEqual([
      { name: "walk", place: "worker.js:3", ms: 8.5, totalMs: 8.5 },
      { name: "outer", place: "worker.js:2", ms: 1, totalMs: 9.5 },
    ]);
  });
});

describe("results", () => {
  const line = (at: string, name: string) =>
    JSON.stringify({ at, commit: "abc1234", case: name, ratio: 0.7, croft: 70, bare: 100, unit: "requests/s" });

  it("are read line by line, and the newest of a case counts", () => {
    const results = parseResults(`${line("1", "get")}\n${line("2", "list")}\n${line("3", "get")}\n`);
    expect([...latestResults(results).values()].map(({ case: name, at }) => [name, at])).toEqual([
      ["get", "3"],
      ["list", "2"],
    ]);
  });

  it("hold nothing else", () => {
    expect(() => parseResults('{"case":"get"}')).toThrow();
    expect(() => parseResults(line("1", "get").replace("}", ',"p99":1}'))).toThrow();
  });

  it("have names of their own", () => {
    const names = CASES.flatMap((each) => each.results.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the page", () => {
  const described = CASES.flatMap((each) => each.results);
  const results = new Map(
    described.map(({ name, unit }) => [
      name,
      { at: "2026-11-21T10:00:00.000Z", commit: "abc1234", case: name, ratio: 0.5, croft: 1_500, bare: 3_000, unit },
    ]),
  );
  const groups = groupsOf(described, results);

  it("shows every result once, with its mark and whether it is reached", () => {
    expect(groups.flatMap(({ rows }) => rows.map(([{ name }]) => name)).toSorted()).toEqual(
      described.map(({ name }) => name).toSorted(),
    );
    const page = benchmarksPage(groups, [["node", "24"]]);
    expect(page).toContain("| `get` | 1,500 | 3,000 | requests/s | 0.5 | ratio ≥ 0.6 | **no** | 2026-11-21, abc1234 |");
    expect(page).toContain("| node | 24 |");
    expect(page).toContain("| leads | 6 | 3 | 2 | 11 |");
  });

  it("leaves out what was never measured", () => {
    expect(groupsOf(described, new Map())).toEqual([]);
  });

  it("has images whose bars are as long as their figures, and text that is escaped", () => {
    const [group] = groups;
    const svg = chartOf("Croft < bare", group?.rows ?? []);
    expect(svg).toContain('aria-label="Croft &lt; bare"');
    expect(svg.match(/<rect class="croft" x="150" y="52" width="190"/g)).toHaveLength(1);
    expect(svg.match(/<rect class="bare" x="150" y="71" width="380"/g)).toHaveLength(1);
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});

describe("npm run bench", () => {
  const known = ["get", "list"];

  it("runs all cases and writes, unless it is told otherwise", () => {
    expect(readBenchOptions([], known)).toMatchObject({ cases: [], write: true, seconds: 4, rounds: 3, scale: 1 });
    expect(readBenchOptions(["list", "--no-write", "--rounds", "1"], known)).toMatchObject({
      cases: ["list"],
      write: false,
      rounds: 1,
    });
  });

  it("writes no results of a profile or of a part of the work", () => {
    expect(readBenchOptions(["get", "--profile"], known).write).toBe(false);
    expect(readBenchOptions(["--scale", "0.1"], known).write).toBe(false);
  });

  it.each([[["gte"]], [["--seconds", "0"]], [["--scale", "all"]], [["--fast"]]])("refuses %j", (args) => {
    expect(() => readBenchOptions(args, known)).toThrow();
  });
});

describe("the leads of benchmarks", () => {
  it("are the same every time, and differ from each other", () => {
    const leads = makeLeads(500);
    expect(makeLeads(500)).toEqual(leads);
    expect(new Set(leads.map((lead) => lead.externalId)).size).toBe(500);
  });
});
