import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Journaled } from "../support/github/fake-github.ts";
import { generatedRepository } from "../support/github/generated-repository.ts";
import { mulberry32 } from "../support/mulberry32.ts";
import { PATIENCE, RepositoryWorld } from "../support/repository-world.ts";

const SEED = Number(process.env.CROFT_SEED ?? 20_261_121);
const FULL_NAME = "generated/killed";
const ISSUES = Number(process.env.CROFT_ISSUES ?? 1_000);
const COMMENTS = 4 * ISSUES;
const KILLS = Number(process.env.CROFT_KILLS ?? 3);

let world: RepositoryWorld;
beforeAll(async () => {
  const made = { issues: ISSUES, comments: COMMENTS, commits: 200, contributors: 50, stars: 100, fullName: FULL_NAME };
  world = await RepositoryWorld.open({ repositories: [generatedRepository(made)] });
  world.github.switches.withoutStarHistory();
});
afterAll(() => world?.close());

describe(`kill -9 in a first sync of ${ISSUES} issues and ${COMMENTS} comments (CROFT_SEED=${SEED})`, () => {
  it("repeats at most one page for each time, and ends with everything once", async () => {
    const random = mulberry32(SEED);
    const acme = await world.tenant("acme");
    // Slow enough for the kills to meet different pages.
    world.github.switches.latency(40);
    await acme.follow(FULL_NAME);
    const total = (ISSUES + COMMENTS) / 100;
    const killAt = Array.from({ length: KILLS }, () => Math.floor((0.1 + 0.8 * random()) * total)).toSorted(
      (a, b) => a - b,
    );
    for (const pages of killAt) {
      await expect
        .poll(() => new Set(listed().map(pageOf)).size, { ...PATIENCE, timeout: 40_000, interval: 2 })
        .toBeGreaterThanOrEqual(pages);
      await world.server.kill9();
      await world.server.restart();
    }
    await expect
      .poll(
        async () =>
          [await world.stream(FULL_NAME, "issues"), await world.stream(FULL_NAME, "comments")].map(
            ({ done, phase }) => [done, phase],
          ),
        { ...PATIENCE, timeout: 40_000 },
      )
      .toEqual([
        [ISSUES, "live"],
        [COMMENTS, "live"],
      ]);
    const pages = listed().map(pageOf);
    expect(pages.length - new Set(pages).size).toBeLessThanOrEqual(KILLS);
    const served = world.github.repository(FULL_NAME);
    const issues = (await world.all(FULL_NAME, "issues")).map(({ id }) => id);
    expect(issues.toSorted()).toEqual([...served.issues.values()].map(({ id }) => `iss_${id}`).toSorted());
    const comments = (await world.all(FULL_NAME, "comments")).map(({ id }) => id);
    expect(comments.toSorted()).toEqual([...served.comments.values()].map(({ id }) => `com_${id}`).toSorted());
    expect(pages.length).toBeLessThanOrEqual(total + KILLS);
    expect(world.asked(FULL_NAME).length).toBeLessThanOrEqual(1_000);
  });
});

describe("a rebuild", () => {
  it("brings lost rows back from the pages that were kept, without one answer of GitHub", async () => {
    await world.complete(FULL_NAME);
    await world.server.kill9();
    damage(join(world.server.state, "v3", "do", "croft-Repository"));
    world.github.next({ status: 503 }, { times: 10_000 });
    const before = world.github.requests.length;
    await world.server.restart();
    expect((await world.all(FULL_NAME, "issues")).length).toBeLessThan(ISSUES);
    expect((await world.call("POST", `/repositories/${FULL_NAME}/rebuild`)).status).toBe(202);
    await expect.poll(async () => (await world.all(FULL_NAME, "issues")).length, PATIENCE).toBe(ISSUES);
    await expect.poll(async () => (await world.stream(FULL_NAME, "issues")).done, PATIENCE).toBe(ISSUES);
    // Rounds that began meanwhile met nothing but refusals.
    expect(world.github.requests.slice(before).filter(({ status }) => status === 200 || status === 304)).toEqual([]);
  });
});

/** Answers to the listings of issues and comments, newest first. */
function listed(): Journaled[] {
  return world
    .asked(FULL_NAME, "/issues")
    .filter(({ query, status }) => status === 200 && query.includes("sort=created"));
}

function pageOf({ path, query }: Journaled): string {
  return `${path.endsWith("/comments") ? "comments" : "issues"} ${new URLSearchParams(query).get("page") ?? 1}`;
}

/** Every third issue is gone, as if the disk had lost it. */
function damage(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")) {
    const database = new DatabaseSync(join(folder, file));
    database.exec("DELETE FROM search_docs WHERE record_id IN (SELECT id FROM issues WHERE number % 3 = 0)");
    database.exec("DELETE FROM issues WHERE number % 3 = 0");
    database.close();
  }
}
