import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../objects/tenant/github.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";
import { GithubObjects, repositoryIn, tellRepositories } from "../support/github-objects.ts";

let github: GithubObjects;
beforeEach(() => {
  github = new GithubObjects().install();
});
afterEach(() => github.uninstall());

/** Somebody of a repository. */
function person(githubId: number | null, fields: Partial<Person> = {}): Person {
  const login = `person-${githubId}`;
  return {
    githubId,
    login,
    type: "User",
    name: null,
    email: null,
    contributions: 1,
    issues: 0,
    pulls: 0,
    comments: 0,
    evidenceUrl: `https://github.com/octocat/hello/commits?author=${login}`,
    ...fields,
  };
}

/** A tenant that follows a repository with these people. */
async function following(people: Person[], tenant?: TestTenant) {
  const made = tenant ?? (await makeTenant());
  const { id, fullName } = repositoryIn(github);
  github.people.set(id, people);
  await made.owner.put(`/follows/${fullName}`, {});
  await tellRepositories(made);
  return { tenant: made, owner: made.owner, id, fullName, path: `/follows/${fullName}/people` };
}

const nobody = { bots: 0, ghosts: 0, doNotContact: 0, deleted: 0 };

describe("the people of a repository", () => {
  it("become leads that say where they come from, once", async () => {
    const { owner, path } = await following([
      person(1, { name: "Ada King Lovelace", email: "Ada@Example.com" }),
      person(2, { login: "grace", name: "Grace" }),
      person(3, { email: "3+x@users.noreply.github.com", evidenceUrl: "javascript:alert(1)" }),
    ]);
    const first = await owner.post(path);
    expect(first.record).toEqual({ created: 3, updated: 0, unchanged: 0, skipped: nobody });
    const leads = (await owner.get("/leads?sort=externalId")).records;
    expect(leads).toMatchObject([
      {
        firstName: "Ada King",
        lastName: "Lovelace",
        email: "ada@example.com",
        githubLogin: "person-1",
        source: "github",
        sourceUrl: "https://github.com/octocat/hello/commits?author=person-1",
        externalId: "github:1",
        stage: "new",
      },
      { firstName: "Grace", lastName: null, email: null, githubLogin: "grace", externalId: "github:2" },
      { firstName: null, email: null, sourceUrl: null, externalId: "github:3" },
    ]);
    expect((await owner.post(path)).record).toEqual({ created: 0, updated: 0, unchanged: 3, skipped: nobody });
    expect((await owner.get("/leads?count=true")).meta.pagination?.total).toBe(3);
  });

  it("are neither bots nor ghosts", async () => {
    const { owner, path } = await following([
      person(1, { type: "Bot" }),
      person(2, { login: "dependabot[bot]" }),
      person(10_137, { login: "ghost" }),
      person(null),
      person(4, { type: "Organization" }),
      person(5, { type: "Mannequin" }),
    ]);
    const skipped = { ...nobody, bots: 2, ghosts: 4 };
    expect((await owner.post(path)).record).toEqual({ created: 0, updated: 0, unchanged: 0, skipped });
    expect((await owner.get("/leads")).ids).toEqual([]);
  });

  it("that are humans here get their account where it is missing, and nothing that somebody typed is overwritten", async () => {
    const { owner, path } = await following([
      person(1, { login: "ada", name: "Other" }),
      person(2, { login: "grace", email: "grace@x.example" }),
      person(3, { login: "mallory", email: "joan@x.example" }),
    ]);
    const ada = await owner.make("humans", { firstName: "Ada", githubId: 1, githubLogin: "typed" });
    const grace = await owner.make("humans", { firstName: "Grace" });
    await owner.make("emails", { address: "grace@x.example", humanId: grace.id });
    const joan = await owner.make("humans", { firstName: "Joan", githubId: 33 });
    await owner.make("emails", { address: "joan@x.example", humanId: joan.id });
    expect((await owner.post(path)).record).toEqual({ created: 0, updated: 1, unchanged: 2, skipped: nobody });
    const shown = async (id: string) => (await owner.get(`/humans/${id}`)).record;
    expect(await shown(ada.id)).toMatchObject({ firstName: "Ada", githubLogin: "typed", version: 1 });
    expect(await shown(grace.id)).toMatchObject({ firstName: "Grace", githubId: 2, githubLogin: "grace" });
    expect(await shown(joan.id)).toMatchObject({ githubId: 33, githubLogin: null });
    expect((await owner.get("/leads")).ids).toEqual([]);
  });

  it("that do not want to be contacted are left alone, also once they are deleted", async () => {
    const { owner, path } = await following([person(1), person(2, { email: "no@x.example" })]);
    const one = await owner.make("humans", { lastName: "One", githubId: 1, doNotContact: true });
    const two = await owner.make("humans", { lastName: "Two", doNotContact: true });
    await owner.make("emails", { address: "no@x.example", humanId: two.id });
    const skipped = { ...nobody, doNotContact: 2 };
    expect((await owner.post(path)).record).toEqual({ created: 0, updated: 0, unchanged: 0, skipped });
    expect((await owner.get(`/humans/${two.id}`)).record).toMatchObject({ githubId: null, version: 1 });
    await owner.delete(`/humans/${one.id}?purge=true`);
    await owner.delete(`/humans/${two.id}`);
    const gone = { ...nobody, doNotContact: 1, deleted: 1 };
    const after = (await owner.post(path)).record;
    expect([after.created, after.updated]).toEqual([0, 0]);
    expect([gone, { ...nobody, deleted: 2 }]).toContainEqual(after.skipped);
    expect((await owner.get("/leads")).ids).toEqual([]);
  });

  it("that were deleted or purged are not made again", async () => {
    const { owner, path } = await following([person(1), person(2), person(3)]);
    await owner.post(path);
    const [deleted = "", purged = ""] = (await owner.get("/leads?sort=externalId")).ids;
    await owner.delete(`/leads/${deleted}`);
    await owner.delete(`/leads/${purged}?purge=true`);
    const skipped = { ...nobody, deleted: 2 };
    expect((await owner.post(path)).record).toEqual({ created: 0, updated: 0, unchanged: 1, skipped });
    expect((await owner.get("/leads")).ids).toHaveLength(1);
  });

  it("are those who did enough of what is asked for", async () => {
    const { owner, path } = await following([
      person(1, { contributions: 9 }),
      person(2, { contributions: 0, issues: 2, pulls: 1 }),
      person(3, { contributions: 0, comments: 4 }),
      person(4, { contributions: 0 }),
    ]);
    const take = async (body: object) => (await owner.post(path, body)).record.created;
    expect(await take({ sources: ["contributors"], minContributions: 10 })).toBe(0);
    expect(await take({ sources: ["commenters"] })).toBe(1);
    expect(await take({ sources: ["authors"], minContributions: 3 })).toBe(1);
    expect(await take({})).toBe(1);
    for (const body of [{ sources: [] }, { sources: ["stargazers"] }, { minContributions: 0 }, { nope: 1 }])
      expect((await owner.post(path, body)).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("are taken page by page, and the answer is kept", async () => {
    const { owner, path } = await following(Array.from({ length: 450 }, (_, index) => person(index + 1)));
    const key = { "idempotency-key": "p" };
    const first = await owner.post(path, {}, key);
    expect(first.record.created).toBe(450);
    const again = await owner.post(path, {}, key);
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"]);
  });

  it("take a follow, and the right to follow, to make leads and to change humans", async () => {
    const { tenant, owner, path } = await following([person(1)]);
    expect((await owner.post("/follows/octocat/unknown/people")).verdict).toBe("404 NOT_FOUND");
    const may = { role: "member", resources: ["follows", "leads", "humans", "emails"] };
    for (const resources of [["follows"], ["leads", "humans"], ["follows", "leads"], ["follows", "humans"]])
      expect((await (await tenant.as({ ...may, resources })).post(path)).verdict).toBe("403 FORBIDDEN");
    expect((await (await tenant.as("viewer")).post(path)).verdict).toBe("403 FORBIDDEN");
    expect((await (await tenant.as(may)).post(path)).record.created).toBe(1);
  });

  it("of a private repository are out of sight with it", async () => {
    const tenant = await makeTenant();
    const { id, fullName } = repositoryIn(github, { private: true, seenBy: [`tenant:${tenant.handle}`] });
    github.people.set(id, [person(1)]);
    await github.acceptTokens(() => tenant.owner.put("/github-token", { token: `ghp_${"a".repeat(36)}` }));
    await tenant.owner.put(`/follows/${fullName}`, {});
    await tellRepositories(tenant);
    await tenant.owner.delete("/github-token");
    expect((await tenant.owner.post(`/follows/${fullName}/people`)).verdict).toBe("404 NOT_FOUND");
    expect((await tenant.owner.get("/leads")).ids).toEqual([]);
  });
});
