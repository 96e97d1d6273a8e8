/** Everything that the GitHub of the tests can do wrong, met by a repository that keeps itself fresh. */
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { FollowedRepository } from "../support/followed-repository.ts";
import { tellGithub } from "../support/told-github.ts";

const made: FollowedRepository[] = [];

async function added(issues: number): Promise<FollowedRepository> {
  const repository = await FollowedRepository.add(issues);
  made.push(repository);
  return repository;
}

afterEach(async () => {
  for (const repository of made.splice(0)) await repository.rest();
});

/** The first page of issues, by the name of the repository; links lead to the later ones by its number. */
const first = ({ name }: FollowedRepository, times = 1) => ({ path: `/repos/${name}/issues`, times });
const later = ({ id }: FollowedRepository, times: number) => ({ path: `/repositories/${id}/issues`, times });

async function issuesOf(repository: FollowedRepository): Promise<number> {
  const answer = z.object({ meta: z.object({ pagination: z.object({ total: z.int() }) }) });
  return answer.parse(await (await repository.read("/issues?limit=1&count=true")).json()).meta.pagination.total;
}

async function complete(repository: FollowedRepository, issues: number): Promise<void> {
  await repository.until(async () => {
    const { phase, done } = await repository.stream("issues");
    return phase === "live" && done === issues;
  });
  expect(await issuesOf(repository)).toBe(issues);
}

describe("a refresh that meets", () => {
  // Answers that never end are those of test/unit/github-fetch.test.ts: here each would take the twelve seconds of the deadline.
  const BROKEN: readonly (readonly [string, readonly unknown[], string])[] = [
    ["truncated", [], "GitHub could not be reached."],
    ["wrongJson", [], "GitHub's answer cannot be read: The body is no JSON."],
    ["huge", [50 * 1_048_576], "GitHub's answer was too large."],
    ["gzipBomb", [100 * 1_048_576], "GitHub's answer was too large."],
  ];

  it.each(BROKEN)("%s keeps what is there, says so, and goes on", async (call, args, error) => {
    const repository = await FollowedRepository.make();
    made.push(repository);
    await tellGithub("switches", call, ...args, first(repository));
    await repository.does("addIssue", { title: "Fourth" });
    await repository.until(async () => (await repository.failures()).length > 0);
    expect(await repository.failures()).toMatchObject([{ error, phase: "live" }]);
    expect(await issuesOf(repository)).toBeGreaterThanOrEqual(3);
    await complete(repository, 4);
    await repository.until(async () => (await repository.streams()).every((stream) => stream.error === null));
  });

  it("a redirect to another origin asks there nothing, and goes on", async () => {
    const repository = await FollowedRepository.make();
    made.push(repository);
    await tellGithub("switches", "redirectElsewhere", "https://elsewhere.invalid", {
      path: `/repos/${repository.name}`,
      times: 2,
    });
    await repository.does("addIssue", { title: "Fourth" });
    await complete(repository, 4);
    expect(await repository.record()).toMatchObject({ fullName: repository.name, state: "active" });
  });
});

describe("a first sync of 230 issues", () => {
  const switched = async (...calls: readonly [string, readonly unknown[], "first" | "later", number][]) => {
    const repository = await added(230);
    for (const [call, args, where, times] of calls)
      await tellGithub("switches", call, ...args, (where === "first" ? first : later)(repository, times));
    await repository.follow("acme", null);
    return repository;
  };

  it("needs no link to the last page", async () => {
    await complete(await switched(["withoutLast", [], "first", 1], ["withoutLast", [], "later", 5]), 230);
  });

  it("reads by time of change where later pages are refused", async () => {
    await complete(await switched(["next", [{ status: 422, body: "{}" }], "later", 1]), 230);
  });

  it("stops where a link leads in a circle, says so, and begins again", async () => {
    const repository = await switched(["linkLoop", [], "first", 1]);
    await complete(repository, 230);
  });

  it("does not follow a link to another origin", async () => {
    const repository = await switched(["linkElsewhere", ["https://elsewhere.invalid"], "first", 1]);
    await complete(repository, 230);
  });

  it("has everything although items change, come and go between its pages", async () => {
    const repository = await switched(["itemsMove", [], "later", 2]);
    // Before its two later pages one is edited, and one comes.
    await complete(repository, 231);
  });

  it("shows deleted accounts as ghosts", async () => {
    const repository = await switched(["nullUsers", [], "first", 1], ["nullUsers", [], "later", 5]);
    await complete(repository, 230);
    const [issue] = await repository.records("issues");
    expect(issue).toMatchObject({ authorLogin: "ghost", authorId: null });
  });

  it("counts stars from today on where GitHub shows no history", async () => {
    const repository = await added(1);
    await tellGithub("switches", "withoutStarHistory", { path: `/repos/${repository.name}/stargazers`, times: 1 });
    await repository.follow("acme", null);
    await repository.until(async () => (await repository.stream("stars")).phase === "live");
    expect(await repository.stream("stars")).toMatchObject({
      reason: "GitHub does not show the history of stars; they are counted from now on.",
      done: 1,
    });
  });
});
