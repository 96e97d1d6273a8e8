import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { readItems } from "../../objects/github/items.ts";
import { as, ask, githubOfTest, HUB4J, linksOf, pagesOf, rowsOf } from "../support/github/ask.ts";
import type { FakeGithub, GithubOptions } from "../support/github/fake-github.ts";
import { generatedRepository } from "../support/github/generated-repository.ts";
import { githubProblems } from "../support/github/github-schema.ts";
import { recordedRepositories } from "../support/github/recorded-repositories.ts";
import { startGithub } from "../support/github/start-github.ts";

const NOW = Date.parse("2026-02-01T12:00:00Z");
const timesSchema = z.array(z.looseObject({ updated_at: z.string() }));

let clock = NOW;

function github(options: GithubOptions = {}): Promise<FakeGithub> {
  clock = NOW;
  return githubOfTest({ now: () => clock, ...options });
}

describe("what is served", () => {
  let server: FakeGithub;
  beforeAll(async () => {
    server = await startGithub({ repositories: [...recordedRepositories(), generatedRepository({ comments: 50 })] });
  });
  afterAll(() => server.close());

  it.each([
    ["/repos/{owner}/{repo}", HUB4J],
    ["/repos/{owner}/{repo}", "/repositories/617210"],
    ["/repos/{owner}/{repo}", "/repos/jenkinsci/jenkins"],
    ["/repos/{owner}/{repo}/issues", `${HUB4J}/issues?state=all&per_page=100`],
    ["/repos/{owner}/{repo}/issues", `${HUB4J}/issues?state=all&per_page=100&page=6`],
    ["/repos/{owner}/{repo}/issues/comments", `${HUB4J}/issues/comments?per_page=100`],
    ["/repos/{owner}/{repo}/contributors", `${HUB4J}/contributors?anon=1`],
    ["/repos/{owner}/{repo}/commits", "/repos/jenkinsci/jenkins/commits?per_page=100"],
    ["/repos/{owner}/{repo}/commits", "/repos/stapler/stapler/commits?per_page=100"],
    ["/repos/{owner}/{repo}/releases", "/repos/github/hub/releases?per_page=100"],
    ["/repos/{owner}/{repo}/stargazers/count", `${HUB4J}/stargazers/count`],
    ["/rate_limit", "/rate_limit"],
    ["/repos/{owner}/{repo}/issues", "/repos/generated/repository-1/issues?state=all&per_page=100"],
    ["/repos/{owner}/{repo}/issues/comments", "/repos/generated/repository-1/issues/comments?per_page=100"],
  ])("is what GitHub's own description says of %s: %s", async (path, asked) => {
    const response = await ask(server, asked, as("one"));
    const body: unknown = await response.json();
    expect(response.status).toBe(200);
    expect(githubProblems(`get ${path}`, 200, body)).toEqual([]);
    if (Array.isArray(body)) expect(body.length).toBeGreaterThan(0);
  });

  it("has the 606 recorded issues and pull requests, once each", async () => {
    const all = await pagesOf(server, `${HUB4J}/issues?state=all&sort=created&direction=desc&per_page=100`);
    expect(all.map((page) => page.length)).toEqual([100, 100, 100, 100, 100, 100, 6]);
    expect(new Set(all.flat().map(({ id }) => id)).size).toBe(606);
    expect(all.flat().filter((issue) => "pull_request" in issue)).toHaveLength(363);
  });

  it("sorts by what was asked for", async () => {
    const response = await ask(server, `${HUB4J}/issues?state=all&sort=updated&direction=asc&per_page=100`, as("one"));
    const times = timesSchema.parse(await response.json()).map(({ updated_at }) => updated_at);
    expect(times).toEqual(times.toSorted());
    expect(times).toHaveLength(100);
  });

  it("begins where `since` says, that moment included, and knows nothing of times before 1980", async () => {
    const list = `${HUB4J}/issues?state=all&sort=updated&direction=asc&per_page=100`;
    const read = async (since: string) => {
      const response = await ask(server, `${list}&since=${since}`, as("one"));
      return timesSchema.parse(await response.json());
    };
    const all = await read("2020-01-08T00:00:00Z");
    const [, second] = all;
    expect(all.length).toBeGreaterThan(2);
    expect((await read(second?.updated_at ?? "")).length).toBe(all.length - 1);
    expect(await read("1970-01-01T00:00:00Z")).toEqual([]);
  });

  it("has stars by week, newest first, which add up to the stars of the repository", async () => {
    const weekSchema = z.array(z.object({ week: z.int(), total: z.int(), days: z.array(z.int()).length(7) }));
    const weeks: z.infer<typeof weekSchema> = [];
    for (let url: string | undefined = `${HUB4J}/stargazers/history?per_page=30`; url !== undefined; ) {
      const response: Response = await ask(server, url, as("one"));
      weeks.push(...weekSchema.parse(await response.json()));
      url = linksOf(response).next;
    }
    expect(weeks.reduce((sum, { total }) => sum + total, 0)).toBe(1230);
    for (const { week, total, days } of weeks) {
      expect(new Date(week * 1_000).getUTCDay()).toBe(0);
      expect(days.reduce((sum, each) => sum + each, 0)).toBe(total);
    }
    expect(weeks.map(({ week }) => week)).toEqual(weeks.map(({ week }) => week).toSorted((a, b) => b - a));
  });

  it("has no stars by week in older versions of the API", async () => {
    const headers = (version: string) => as("one", { "x-github-api-version": version });
    const statuses = ["2022-11-28", "2026-03-10"].map((version) =>
      ask(server, `${HUB4J}/stargazers/history`, headers(version)),
    );
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([404, 200]);
  });

  it.each([
    ["issues", `${HUB4J}/issues?state=all&per_page=100`, 606],
    ["comments", `${HUB4J}/issues/comments?per_page=100`, 30],
    ["commits", "/repos/jenkinsci/jenkins/commits?per_page=100", 60],
    ["releases", "/repos/github/hub/releases?per_page=100", 30],
    ["contributors", `${HUB4J}/contributors?per_page=100&anon=1`, 30],
  ] as const)("is read by Croft without an item that is wrong: %s", async (stream, path, count) => {
    const read = (await pagesOf(server, path)).map((page) => readItems(stream, JSON.stringify(page), NOW));
    const items = read.flatMap((page) => ("items" in page ? page.items : []));
    expect(read.filter((page) => !("bad" in page) || page.bad.length > 0)).toEqual([]);
    expect(items).toHaveLength(count);
  });

  it("keeps the people who starred it to itself", async () => {
    expect((await ask(server, `${HUB4J}/stargazers`, as("one"))).status).toBe(404);
  });

  it("makes the same large repository again from the same seed, and serves it quickly", async () => {
    const size = { issues: 10_000, comments: 40_000, commits: 2_000, seed: 7 };
    const data = generatedRepository(size);
    expect(JSON.stringify(generatedRepository(size))).toBe(JSON.stringify(data));
    const large = await github({ repositories: [data] });
    const read = await pagesOf(large, "/repositories/1000000007/issues?state=all&per_page=100");
    expect(new Set(read.flat().map(({ number }) => number)).size).toBe(10_000);
    const comments = await ask(large, "/repositories/1000000007/issues/comments?sort=updated&per_page=100");
    expect(linksOf(comments).last).toContain("page=400");
  });
});

describe("pages", () => {
  it("are linked in GitHub's form, by the number of the repository", async () => {
    const server = await github();
    const home = `${server.url}/repositories/617210/issues?state=all&per_page=100`;
    const first = await ask(server, `${HUB4J}/issues?state=all&per_page=100`);
    expect(first.headers.get("link")).toBe(`<${home}&page=2>; rel="next", <${home}&page=7>; rel="last"`);
    const third = await ask(server, `${HUB4J}/issues?state=all&per_page=100&page=3`);
    expect(linksOf(third)).toEqual({
      prev: `${home}&page=2`,
      next: `${home}&page=4`,
      last: `${home}&page=7`,
      first: `${home}&page=1`,
    });
    expect(Object.keys(linksOf(await ask(server, `${home}&page=7`)))).toEqual(["prev", "first"]);
  });

  it("have at most a hundred rows, and thirty where nobody says how many", async () => {
    const server = await github();
    const count = async (path: string) => (await rowsOf(await ask(server, path))).length;
    expect(await count(`${HUB4J}/issues?state=all&per_page=500`)).toBe(100);
    expect(await count(`${HUB4J}/issues?state=all`)).toBe(30);
    expect(await count(`${HUB4J}/stargazers/history?per_page=100`)).toBe(30);
  });
});

describe("conditional requests", () => {
  it("cost nothing where nothing changed, and have tags of their own for each token", async () => {
    const server = await github();
    const path = `${HUB4J}/issues?state=all`;
    const first = await ask(server, path, as("one"));
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    expect(first.headers.get("x-ratelimit-remaining")).toBe("4999");
    const again = await ask(server, path, as("one", { "if-none-match": tag }));
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("x-ratelimit-remaining")).toBe("4999");
    expect((await ask(server, path, as("two", { "if-none-match": tag }))).status).toBe(200);
    server.repository("hub4j/github-api").editIssue(660, { title: "Changed" });
    expect((await ask(server, path, as("one", { "if-none-match": tag }))).status).toBe(200);
  });

  it("cost as much as others without a token", async () => {
    const server = await github();
    const tag = (await ask(server, HUB4J)).headers.get("etag") ?? "";
    const again = await ask(server, HUB4J, { "if-none-match": tag });
    expect([again.status, again.headers.get("x-ratelimit-remaining")]).toEqual([304, "58"]);
  });

  it("work with the time of the last change of the repository", async () => {
    const server = await github();
    const modified = (await ask(server, HUB4J)).headers.get("last-modified") ?? "";
    expect(modified).toBe("Sun, 25 Jan 2026 03:20:40 GMT");
    expect((await ask(server, HUB4J, { "if-modified-since": modified })).status).toBe(304);
    server.repository(617210).star();
    expect((await ask(server, HUB4J, { "if-modified-since": modified })).status).toBe(200);
  });
});

describe("the limit", () => {
  it("counts down for each token, and begins anew after an hour of the server's clock", async () => {
    const server = await github({ tokens: { small: { limit: 2 }, other: {} } });
    const reset = String(NOW / 1_000 + 3_600);
    const first = await ask(server, HUB4J, as("small"));
    expect(Object.fromEntries(first.headers)).toMatchObject({
      date: "Sun, 01 Feb 2026 12:00:00 GMT",
      "x-ratelimit-limit": "2",
      "x-ratelimit-remaining": "1",
      "x-ratelimit-used": "1",
      "x-ratelimit-reset": reset,
      "x-ratelimit-resource": "core",
    });
    expect((await ask(server, HUB4J, as("small"))).status).toBe(200);
    const refused = await ask(server, HUB4J, as("small"));
    expect([refused.status, refused.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect(await refused.text()).toContain("API rate limit exceeded");
    expect((await ask(server, HUB4J, as("other"))).status).toBe(200);
    clock += 3_600_000;
    expect((await ask(server, HUB4J, as("small"))).status).toBe(200);
  });

  it("is told without being counted, and can be set", async () => {
    const server = await github();
    server.leaveRequests("one", 51);
    for (let turn = 0; turn < 2; turn++) {
      const told = z.object({ rate: z.object({ remaining: z.int() }) });
      expect(told.parse(await (await ask(server, "/rate_limit", as("one"))).json()).rate.remaining).toBe(51);
    }
  });

  it("is sixty without a token, and tokens that nobody gave out are refused", async () => {
    const server = await github({ tokens: { one: {} } });
    expect((await ask(server, HUB4J)).headers.get("x-ratelimit-limit")).toBe("60");
    expect((await ask(server, HUB4J, as("unknown"))).status).toBe(401);
    expect((await ask(server, HUB4J, as("one"))).status).toBe(200);
    server.revoke("one");
    expect((await ask(server, HUB4J, as("one"))).status).toBe(401);
  });
});

describe("the journal", () => {
  it("says what was asked, by whom and what came of it, until it is reset", async () => {
    const server = await github();
    await ask(server, `${HUB4J}/issues?state=all`, as("one", { "if-none-match": '"x"' }));
    await ask(server, "/repos/nobody/nothing");
    const none = { authorization: null, ifNoneMatch: null };
    expect(server.requests).toEqual([
      {
        ...{ method: "GET", path: `${HUB4J}/issues`, query: "state=all", status: 200, at: NOW },
        ...{ authorization: "Bearer one", ifNoneMatch: '"x"' },
      },
      { method: "GET", path: "/repos/nobody/nothing", query: "", status: 404, at: NOW, ...none },
    ]);
    server.reset();
    expect(server.requests).toEqual([]);
  });
});
