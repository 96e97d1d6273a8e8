import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListedStream } from "../../objects/repository/stream-paths.ts";
import { mulberry32 } from "../support/mulberry32.ts";
import { ModelGithub, type ModelItem, ModelObject } from "../support/sync-model.ts";

const START = Date.parse("2026-11-21T00:00:00Z");
const MINUTE = 60_000;

function items(count: number, prefix: string, random: () => number): ModelItem[] {
  return Array.from({ length: count }, (_, index) => {
    const createdAt = START - (count - index) * 1_000_000;
    // Some were changed long after they were made; GitHub's times have seconds.
    const changedAt = createdAt + Math.floor(random() * random() * (START - createdAt) * 0.001) * 1_000;
    return { id: `${prefix}_${index + 1}`, number: index + 1, createdAt, changedAt };
  });
}

function githubWith(counts: Partial<Record<ListedStream, number>>, seed = 1): ModelGithub {
  const github = new ModelGithub();
  const random = mulberry32(seed);
  for (const [stream, count] of Object.entries(counts))
    Object.assign(github.lists, { [stream]: items(count, stream, random) });
  return github;
}

function expectAll(object: ModelObject, github: ModelGithub, streams: readonly ListedStream[]): void {
  for (const stream of streams) {
    const rows = [...(object.rows.get(stream) ?? new Map()).values()];
    const byNumber = (list: ModelItem[]) => list.toSorted((a, b) => a.number - b.number);
    expect(byNumber(rows), stream).toEqual(byNumber(github.lists[stream]));
  }
}

function sentFor(object: ModelObject, stream: ListedStream): number {
  return object.requests.filter((request) => request.stream === stream).length;
}

describe("a first sync", () => {
  it("asks for the repository, then once for everything, before it asks for anything twice", () => {
    const object = new ModelObject(githubWith({ issues: 606, comments: 500, commits: 300, releases: 30 }));
    for (let sent = 0; sent < 7; sent += 1) object.step(START);
    const streams = object.requests.map(({ stream }) => stream);
    expect(streams).toEqual(["repository", "issues", "releases", "contributors", "commits", "comments", "stars"]);
  });

  it("takes 606 issues in seven requests", () => {
    const github = githubWith({ issues: 606 });
    const object = new ModelObject(github);
    object.round(START);
    expectAll(object, github, ["issues"]);
    expect(sentFor(object, "issues")).toBe(7);
  });

  it("takes 10,000 issues and 40,000 comments in 500 requests for both", () => {
    const github = githubWith({ issues: 10_000, comments: 40_000 });
    const object = new ModelObject(github);
    object.round(START);
    expectAll(object, github, ["issues", "comments"]);
    expect(sentFor(object, "issues") + sentFor(object, "comments")).toBe(500);
  });

  it("shows changes while older pages are still being fetched", () => {
    const github = githubWith({ issues: 2_000 });
    const object = new ModelObject(github);
    for (let sent = 0; sent < 9; sent += 1) object.step(START);
    const [oldest] = github.lists.issues;
    if (oldest) oldest.changedAt = START + MINUTE;
    // The next round begins before the listing has ended.
    for (let sent = 0; sent < 3; sent += 1) object.step(START + 20 * MINUTE);
    expect(object.cursors.issues.phase).toBe("backfill");
    expect(object.rows.get("issues")?.get("issues_1")?.changedAt).toBe(START + MINUTE);
  });

  it("repeats one page at most for each time it dies, and ends with everything", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(120), { minLength: 1, maxLength: 50 }), fc.nat(), (deaths, seed) => {
        const counts = { issues: 1_234, comments: 4_321, commits: 321, releases: 130, contributors: 140 };
        const undisturbed = new ModelObject(githubWith(counts, seed));
        undisturbed.round(START);
        const github = githubWith(counts, seed);
        const object = new ModelObject(github);
        const dying = new Set(deaths);
        for (let sent = 0; object.step(START, dying.has(sent)); sent += 1);
        expectAll(object, github, ["issues", "comments", "commits", "releases", "contributors"]);
        const pages = object.requests.filter(({ why }) => why === "listing").length;
        const died = object.requests.filter((_, index) => dying.has(index)).length;
        expect(pages).toBeLessThanOrEqual(undisturbed.requests.length + died);
      }),
      { numRuns: 25 },
    );
  });
});

describe("refreshing", () => {
  it("finds everything that changes, whatever moves between two pages", () => {
    const change = fc.record({
      stream: fc.constantFrom<ListedStream>("issues", "comments"),
      index: fc.nat(),
      fresh: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 300 }), { maxLength: 12 }), fc.nat(), (batches, seed) => {
        const github = githubWith({ issues: 250, comments: 350 }, seed);
        const object = new ModelObject(github);
        let now = START;
        for (const batch of batches) {
          // In the middle of a round, too: each batch comes after a request, not after the round.
          object.step(now);
          now += 7 * MINUTE;
          for (const { stream, index, fresh } of batch) alter(github, stream, index, fresh, now);
          object.step(now);
        }
        object.round(now);
        object.round(now + 60 * MINUTE);
        expectAll(object, github, ["issues", "comments"]);
      }),
      { numRuns: 150 },
    );
  });

  it("asks for the repository first, then once for every list, when nothing has changed", () => {
    const object = new ModelObject(
      githubWith({ issues: 250, comments: 20, commits: 120, releases: 3, contributors: 2 }),
    );
    object.round(START);
    object.requests.length = 0;
    object.round(START + 11 * MINUTE);
    const asked = object.requests.map(({ stream }) => stream);
    expect(asked[0]).toBe("repository");
    expect(asked.slice(1).toSorted()).toEqual(["comments", "commits", "issues", "releases"]);
  });
});

function alter(github: ModelGithub, stream: ListedStream, index: number, fresh: boolean, now: number): void {
  const list = github.lists[stream];
  const changed = list[index % list.length];
  if (!fresh && changed) changed.changedAt = now;
  else list.push({ id: `${stream}_${list.length + 1}`, number: list.length + 1, createdAt: now, changedAt: now });
}
