import { get } from "node:http";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { as, ask, githubOfTest, HUB4J, linksOf, pagesOf, rowsOf } from "../support/github/ask.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";
import { recordedRepositories } from "../support/github/recorded-repositories.ts";
import { startGithub } from "../support/github/start-github.ts";
import type { Switches } from "../support/github/switches.ts";
import { recordedAnswers } from "../support/recorded-answers.ts";

const NOW = Date.parse("2026-02-01T12:00:00Z");
const ISSUES = `${HUB4J}/issues?state=all&per_page=100`;
const recorded = recordedAnswers();

let server: FakeGithub;
beforeAll(async () => {
  server = await startGithub({ repositories: recordedRepositories(), now: () => NOW, anonymousLimit: 5_000 });
  return () => server.close();
});
afterEach(() => server.reset());

/** The answer as it comes over the wire, nothing unpacked. */
function raw(path: string): Promise<{ headers: Record<string, unknown>; body: Buffer; complete: boolean }> {
  return new Promise((resolve, reject) => {
    const request = get(`${server.url}${path}`, { headers: { "user-agent": "test" } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", () => undefined);
      response.on("close", () => {
        resolve({ headers: response.headers, body: Buffer.concat(parts), complete: response.complete });
      });
    });
    request.on("error", reject);
  });
}

describe("the next answers", () => {
  it.each(recorded.map((answer, index) => [index, answer.status, answer.case] as const))(
    "can be the recorded one %i: %i of %s",
    async (index, status) => {
      const answer = recorded[index];
      if (answer) server.next(answer);
      const response = await ask(server, HUB4J);
      expect(response.status).toBe(status);
      expect(response.headers.get("date") !== null).toBe("Date" in (answer?.headers ?? {}));
      expect([...response.headers.values()].join()).not.toContain("{{");
      expect(response.headers.get("location") ?? server.url).toContain(server.url);
      expect((await ask(server, HUB4J)).status).toBe(200);
    },
  );

  it("are told by their name, as often as wanted, for some paths alone", async () => {
    server.next("testCatchServiceDownException", { times: 2, path: /\/issues$/ });
    const statuses = [];
    for (const path of [HUB4J, ISSUES, ISSUES, ISSUES]) statuses.push((await ask(server, path)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(() => server.next("nothing of that name")).toThrow("nothing of that name");
  });

  it("can be anything, one after the other", async () => {
    server.next({ status: 502, body: "<html>" });
    server.next({ status: 403, headers: { "Retry-After": "7" }, body: "{}" });
    expect((await ask(server, HUB4J)).status).toBe(502);
    const second = await ask(server, HUB4J);
    expect([second.status, second.headers.get("retry-after")]).toEqual([403, "7"]);
  });
});

describe("the wire", () => {
  it("takes its time", async () => {
    server.switches.latency(80);
    const began = performance.now();
    await ask(server, HUB4J);
    expect(performance.now() - began).toBeGreaterThan(70);
  });

  it("brings a body in drips", async () => {
    server.switches.slowDrip(3);
    const reader = (await ask(server, HUB4J)).body?.getReader();
    let parts = 0;
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) parts++;
    expect(parts).toBeGreaterThan(5);
  });

  it("brings nothing, and keeps the connection", async () => {
    server.switches.hang({ times: 1 });
    const signal = AbortSignal.timeout(150);
    await expect(fetch(`${server.url}${HUB4J}`, { signal })).rejects.toThrow("timeout");
    expect(server.requests).toMatchObject([{ path: HUB4J, status: null }]);
    expect((await ask(server, HUB4J)).status).toBe(200);
  });

  it("breaks off in the middle of a body", async () => {
    const whole = await raw(HUB4J);
    server.switches.truncated();
    const { headers, body, complete } = await raw(HUB4J);
    expect(headers["content-length"]).toBe(String(whole.body.length));
    expect([complete, body.length]).toEqual([false, Math.floor(whole.body.length / 2)]);
  });

  it("brings what is no JSON", async () => {
    server.switches.wrongJson();
    const { headers, body, complete } = await raw(HUB4J);
    expect([complete, headers["content-length"]]).toEqual([true, String(body.length)]);
    expect(() => JSON.parse(body.toString())).toThrow(SyntaxError);
  });

  it("brings more than anybody wants", async () => {
    server.switches.huge(3_000_000);
    const { headers, body } = await raw(HUB4J);
    expect([headers["content-length"], body.length]).toEqual(["3000000", 3_000_000]);
    expect(JSON.parse(body.toString())).toEqual([]);
  });

  it("brings little that becomes much", async () => {
    server.switches.gzipBomb(5_000_000);
    const packed = await raw(HUB4J);
    expect(packed.body.length).toBeLessThan(10_000);
    expect((await (await ask(server, HUB4J)).text()).length).toBe(5_000_000);
  });

  it("is let go by a client that has had enough of it", async () => {
    server.switches.huge(50_000_000, { times: 1 });
    const reader = (await ask(server, HUB4J)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect((await ask(server, HUB4J)).status).toBe(200);
  });
});

describe("the rows", () => {
  it.each([
    [ISSUES, "id", "string"],
    ["/repos/jenkinsci/jenkins/commits", "sha", "number"],
    [`${HUB4J}/contributors`, "id", "string"],
  ])("of %s have %s of the wrong type, once", async (path, field, type) => {
    server.switches.wrongTypes();
    const rows = await rowsOf(await ask(server, path));
    expect(rows.filter((row) => typeof row[field] === type)).toHaveLength(1);
  });

  it("are without people", async () => {
    server.switches.nullUsers();
    expect((await rowsOf(await ask(server, ISSUES))).map(({ user }) => user)).toEqual(Array(100).fill(null));
    const [commit] = await rowsOf(await ask(server, "/repos/jenkinsci/jenkins/commits"));
    expect(commit).toMatchObject({ author: null, committer: null });
  });

  it("are not the repository's stars", async () => {
    server.switches.wrongTypes();
    const schema = z.object({ stargazers_count: z.unknown() });
    expect(schema.parse(await (await ask(server, HUB4J)).json()).stargazers_count).toBe("many");
    server.switches.withoutStarHistory();
    expect((await ask(server, `${HUB4J}/stargazers/history`)).status).toBe(404);
  });
});

describe("the links", () => {
  it.each<[string, (switches: Switches) => void, object]>([
    ["do not say which is the last page", (switches) => switches.withoutLast(), { next: "page=2" }],
    ["lead to the same page again", (switches) => switches.linkLoop(), { next: "page=1", last: "page=7" }],
  ])("%s", async (_what, turnOn, expected) => {
    turnOn(server.switches);
    const links = linksOf(await ask(server, ISSUES));
    const pages = Object.entries(links).map(([rel, url]) => [rel, /\bpage=\d+$/.exec(url)?.[0]]);
    expect(Object.fromEntries(pages)).toEqual(expected);
  });

  it("lead to another origin, as moved repositories do", async () => {
    server.switches.linkElsewhere();
    expect(linksOf(await ask(server, ISSUES)).next).toMatch(
      /^https:\/\/elsewhere\.invalid\/repositories\/617210\/issues\?/,
    );
    server.switches.redirectElsewhere("https://other.invalid");
    const moved = await ask(server, ISSUES);
    const location = "https://other.invalid/repositories/617210/issues?state=all&per_page=100";
    expect([moved.status, moved.headers.get("location")]).toEqual([301, location]);
  });

  it("carry cursors where numbers of pages are refused", async () => {
    server.switches.refusePages(2);
    expect((await ask(server, `${ISSUES}&page=3`)).status).toBe(422);
    expect(linksOf(await ask(server, `${ISSUES}&page=2`)).next).toContain("after=");
    const all = await pagesOf(server, ISSUES);
    expect(new Set(all.flat().map(({ number }) => number)).size).toBe(606);
    expect(linksOf(await ask(server, ISSUES))).not.toHaveProperty("last");
  });

  it.each([
    ["sort=updated&direction=asc", "misses some"],
    ["sort=created&direction=desc", "has some twice"],
  ])("lead through a list that moves: %s %s", async (order, effect) => {
    const own = await githubOfTest();
    own.switches.itemsMove();
    const read = (await pagesOf(own, `${ISSUES}&${order}`)).flat().map(({ number }) => Number(number));
    const missed = [...own.repository(617210).issues.keys()].filter((number) => !read.includes(number));
    if (effect === "misses some") expect(missed.filter((number) => number <= 660)).not.toEqual([]);
    else expect(read.length).toBeGreaterThan(new Set(read).size);
  });
});

describe("GitHub itself", () => {
  it("wants to know what asks", async () => {
    const status = await new Promise((resolve) =>
      get(`${server.url}${HUB4J}`, (response) => resolve(response.statusCode)),
    );
    expect(status).toBe(403);
  });

  it("says how many asked at the same time", async () => {
    server.switches.latency(50);
    await Promise.all([1, 2, 3].map(() => ask(server, HUB4J, as("one"))));
    expect(server.mostAtOnce).toBe(3);
  });
});
