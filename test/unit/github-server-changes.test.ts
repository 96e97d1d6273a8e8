import { exportPKCS8, exportSPKI, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { as, ask, githubOfTest, HUB4J, linksOf, rowsOf } from "../support/github/ask.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";
import { generatedRepository } from "../support/github/generated-repository.ts";
import { githubProblems } from "../support/github/github-schema.ts";

const NOW = Date.parse("2026-02-01T12:00:00Z");
const ISSUES = `${HUB4J}/issues?state=all&sort=updated&direction=desc`;
const repositorySchema = z.looseObject({
  id: z.int(),
  full_name: z.string(),
  stargazers_count: z.int(),
  open_issues_count: z.int(),
  updated_at: z.string(),
});

const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString().replace(".000", "");
const itself = async (server: FakeGithub, path = HUB4J) =>
  repositorySchema.parse(await (await ask(server, path)).json());
const status = async (server: FakeGithub, path: string, headers = {}) => (await ask(server, path, headers)).status;

describe("a repository that changes", () => {
  it("plays its recorded states in turn", async () => {
    const server = await githubOfTest();
    const stars: number[] = [];
    for (let state = 0; state < 17; state++) {
      server.repository(617210).advanceTo(state);
      stars.push((await itself(server)).stargazers_count);
    }
    expect([stars[0], stars[16]]).toEqual([551, 1230]);
    expect(() => server.repository(617210).advanceTo(17)).toThrow(RangeError);
  });

  it("shows what is opened, edited, commented and deleted at the server's time", async () => {
    let clock = NOW;
    const server = await githubOfTest({ now: () => clock });
    const repository = server.repository("hub4j/github-api");
    const opened = repository.addIssue({ title: "New", pull_request: {} });
    clock += 1_000;
    repository.editIssue(12, { title: "Edited" });
    clock += 1_000;
    const comment = repository.addComment(opened.number, { body: "Hello" });
    const response = await ask(server, ISSUES);
    const [first, second] = await rowsOf(response);
    expect(first).toMatchObject({
      number: opened.number,
      state: "open",
      comments: 1,
      created_at: at(0),
      updated_at: at(2),
    });
    expect(second).toMatchObject({ number: 12, title: "Edited", updated_at: at(1) });
    expect(githubProblems("get /repos/{owner}/{repo}/issues", 200, [first, second])).toEqual([]);
    expect((await itself(server)).open_issues_count).toBe(1);
    clock += 1_000;
    repository.deleteComment(comment.id);
    expect((await rowsOf(await ask(server, ISSUES)))[0]).toMatchObject({ comments: 0, updated_at: at(2) });
    repository.deleteIssue(opened.number);
    expect((await rowsOf(await ask(server, ISSUES)))[0]).toMatchObject({ number: 12 });
  });

  it("lists comments by their last change", async () => {
    const server = await githubOfTest({ now: () => NOW });
    const repository = server.repository(617210);
    const [oldest] = repository.comments.values();
    repository.editComment(oldest?.id ?? 0, { body: "Edited" });
    const list = `${HUB4J}/issues/comments?sort=updated&direction=asc&per_page=100`;
    expect((await rowsOf(await ask(server, list))).at(-1)).toMatchObject({ body: "Edited", updated_at: at(0) });
    expect(await rowsOf(await ask(server, `${list}&since=${at(0)}`))).toHaveLength(1);
    expect((await rowsOf(await ask(server, `${HUB4J}/issues/comments?direction=desc`)))[0]).toMatchObject({
      id: oldest?.id,
    });
  });

  it("shows pushed commits first, and those between two times alone", async () => {
    const server = await githubOfTest({ now: () => NOW });
    server.repository("stapler/stapler").push([{ sha: "a".repeat(40) }, { sha: "b".repeat(40) }]);
    const list = "/repos/stapler/stapler/commits?per_page=100";
    const rows = await rowsOf(await ask(server, list));
    expect(rows.map(({ sha }) => sha).slice(0, 2)).toEqual(["b".repeat(40), "a".repeat(40)]);
    expect(rows[0]).toMatchObject({ parents: [{ sha: "a".repeat(40) }] });
    expect(githubProblems("get /repos/{owner}/{repo}/commits", 200, rows)).toEqual([]);
    expect(await rowsOf(await ask(server, `${list}&since=${at(0)}`))).toHaveLength(2);
    expect(await rowsOf(await ask(server, `${list}&until=${at(-1)}`))).toHaveLength(32);
  });

  it("gains stars, today", async () => {
    const server = await githubOfTest({ now: () => NOW });
    server.repository(617210).star();
    expect(await itself(server)).toMatchObject({ stargazers_count: 1231, updated_at: at(0) });
    const [week] = await rowsOf(await ask(server, `${HUB4J}/stargazers/history`));
    expect(week).toEqual({ week: NOW / 1_000 - 12 * 3_600, total: 1, days: [1, 0, 0, 0, 0, 0, 0] });
  });

  it("shows new releases", async () => {
    const server = await githubOfTest();
    server.repository("github/hub").addRelease({ tag_name: "v3.0.0" });
    const rows = await rowsOf(await ask(server, "/repos/github/hub/releases"));
    expect(rows[0]).toMatchObject({ tag_name: "v3.0.0" });
    expect(githubProblems("get /repos/{owner}/{repo}/releases", 200, rows)).toEqual([]);
  });
});

describe("a name", () => {
  it("leads on to the repository that had it, for lists too, until another takes it", async () => {
    const server = await githubOfTest();
    const repository = server.repository("hub4j/github-api");
    repository.rename("elsewhere", "api");
    const moved = await ask(server, `${ISSUES}&page=2`);
    expect(moved.status).toBe(301);
    const location = `${server.url}/repositories/617210/issues?state=all&sort=updated&direction=desc&page=2`;
    expect(moved.headers.get("location")).toBe(location);
    expect(githubProblems("get /repos/{owner}/{repo}", 200, await itself(server, "/repos/Elsewhere/API"))).toEqual([]);
    const other = server.add(generatedRepository({ issues: 1 }));
    other.takeName("hub4j", "github-api");
    expect(await itself(server)).toMatchObject({ id: other.id, full_name: "hub4j/github-api" });
    expect((await itself(server, "/repositories/617210")).full_name).toBe("elsewhere/api");
  });
});

describe("a repository that is not to be had", () => {
  it.each([
    ["removed", "", 404, (server: FakeGithub) => server.repository(617210).remove()],
    ["removed", "/issues", 404, (server: FakeGithub) => server.repository(617210).remove()],
    ["blocked", "/issues", 451, (server: FakeGithub) => server.repository(617210).block()],
    ["without issues", "/issues", 410, (server: FakeGithub) => server.repository(617210).disableIssues()],
    ["without issues", "/issues/comments", 410, (server: FakeGithub) => server.repository(617210).disableIssues()],
    ["without issues", "", 200, (server: FakeGithub) => server.repository(617210).disableIssues()],
    ["empty", "/commits", 409, (server: FakeGithub) => server.repository(617210).empty()],
    ["empty", "/contributors", 204, (server: FakeGithub) => server.repository(617210).empty()],
    ["archived", "", 200, (server: FakeGithub) => server.repository(617210).archive()],
  ])("is %s: %s answers %i", async (_what, path, expected, change) => {
    const server = await githubOfTest();
    change(server);
    expect(await status(server, `${HUB4J}${path}`)).toBe(expected);
    expect(await status(server, `/repositories/617210${path}`)).toBe(expected);
  });

  it("is private: those alone see it whose token does", async () => {
    const server = await githubOfTest();
    server.repository(617210).makePrivate(["one"]);
    expect(await status(server, HUB4J, as("one"))).toBe(200);
    expect([await status(server, HUB4J), await status(server, HUB4J, as("two"))]).toEqual([404, 404]);
    server.repository(617210).makePublic();
    expect(await status(server, HUB4J)).toBe(200);
  });
});

describe("the App", () => {
  const INSTALLATION = { id: 5, repositories: ["hub4j/github-api"], limit: 6_000 };

  async function started() {
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    const clock = { now: NOW };
    const app = { id: 77, publicKey: await exportSPKI(publicKey), installations: [INSTALLATION] };
    const server = await githubOfTest({ app, tokens: {}, now: () => clock.now });
    const signed = async (claims = {}, key = privateKey) => {
      const times = { iat: clock.now / 1_000 - 60, exp: clock.now / 1_000 + 540 };
      return new SignJWT({ iss: "77", ...times, ...claims }).setProtectedHeader({ alg: "RS256" }).sign(key);
    };
    const post = async (path: string, token: string) =>
      fetch(`${server.url}${path}`, { method: "POST", headers: as(token) });
    return { server, clock, signed, post, pem: await exportPKCS8(privateKey) };
  }

  it("finds its installation, and is given a token that lasts an hour", async () => {
    const { server, clock, signed, post } = await started();
    const jwt = await signed();
    const found: unknown = await (await ask(server, `${HUB4J}/installation`, as(jwt))).json();
    expect(githubProblems("get /repos/{owner}/{repo}/installation", 200, found)).toEqual([]);
    expect(found).toMatchObject({ id: 5, app_id: 77 });
    expect(await status(server, "/repos/github/hub/installation", as(jwt))).toBe(404);
    const issued = await post("/app/installations/5/access_tokens", jwt);
    const body: unknown = await issued.json();
    expect(issued.status).toBe(201);
    expect(githubProblems("post /app/installations/{installation_id}/access_tokens", 201, body)).toEqual([]);
    const { token } = z.object({ token: z.string().startsWith("ghs_") }).parse(body);
    server.repository(617210).makePrivate([]);
    const read = await ask(server, HUB4J, as(token));
    expect([read.status, read.headers.get("x-ratelimit-limit")]).toEqual([200, "6000"]);
    clock.now += 3_600_000;
    expect(await status(server, HUB4J, as(token))).toBe(401);
  });

  it("is refused with a token that GitHub would not take", async () => {
    const { signed, post, pem } = await started();
    const { privateKey } = await generateKeyPair("RS256");
    const other = new SignJWT({ iss: "77" }).setProtectedHeader({ alg: "PS256" });
    const refused = [
      await signed({}, privateKey),
      await signed({ iss: "78" }),
      await signed({ exp: NOW / 1_000 - 60 }),
      await signed({ exp: NOW / 1_000 + 700 }),
      await signed({ iat: NOW / 1_000 + 60 }),
      await other.sign(await importPKCS8(pem, "PS256")),
      "ghs_something",
    ];
    const path = "/app/installations/5/access_tokens";
    expect(await Promise.all(refused.map(async (token) => (await post(path, token)).status))).toEqual(
      refused.map(() => 401),
    );
    expect((await post(path, await signed({ iss: 77 }))).status).toBe(201);
  });

  it("lists what was delivered, by cursor, and delivers again", async () => {
    const { server, signed, post } = await started();
    for (let count = 0; count < 3; count++)
      server.app.deliver({ status: "Invalid HTTP Response: 503", status_code: 503 });
    const jwt = await signed();
    const first = await ask(server, "/app/hook/deliveries?per_page=2", as(jwt));
    const rows = await rowsOf(first);
    expect(githubProblems("get /app/hook/deliveries", 200, rows)).toEqual([]);
    const rest = await rowsOf(await ask(server, linksOf(first).next ?? "", as(jwt)));
    const ids = [...rows, ...rest].map(({ id }) => id);
    expect(ids).toEqual(server.app.deliveries.map(({ id }) => id));
    expect((await post(`/app/hook/deliveries/${ids[2]}/attempts`, jwt)).status).toBe(202);
    expect(server.app.redelivered).toEqual([ids[2]]);
    expect((await post("/app/hook/deliveries/1/attempts", jwt)).status).toBe(404);
  });
});
