import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RepositoryNews } from "../../objects/tenant/repository-news.ts";
import { makeTenant } from "../support/api.ts";
import { GithubObjects, repositoryIn, tellRepositories } from "../support/github-objects.ts";

let github: GithubObjects;
beforeEach(() => {
  github = new GithubObjects().install();
});
afterEach(() => github.uninstall());

/** A tenant that follows a repository, and a human of it with the GitHub id 7. */
async function following(body: object = {}) {
  const tenant = await makeTenant();
  const { id, fullName } = repositoryIn(github);
  await tenant.owner.put(`/follows/${fullName}`, body);
  await tellRepositories(tenant);
  const human = await tenant.owner.make("humans", { lastName: "Lovelace", githubId: 7 });
  const news = (fields: Partial<RepositoryNews> = {}): Promise<boolean> =>
    tenant.stub.takeRepositoryNews({ repository: id, fullName, activities: [], errors: [], ...fields });
  return { tenant, owner: tenant.owner, id, fullName, human, news };
}

const opened = {
  externalId: "github:issue:1:opened",
  kind: "issue" as const,
  summary: "Opened “It breaks”",
  url: "https://github.com/octocat/hello/issues/1",
  occurredAt: "2026-11-21T09:30:00Z",
  githubId: 7,
  login: "ada",
};

describe("what people do in a repository that is followed", () => {
  it("comes to the timelines of humans, once", async () => {
    const { owner, human, news } = await following();
    const stranger = { ...opened, externalId: "x", githubId: 8 };
    expect(await news({ activities: [opened, stranger, opened] })).toBe(true);
    await news({ activities: [opened] });
    const { records, ids } = await owner.get("/activities");
    expect(records).toMatchObject([
      {
        kind: "issue",
        summary: opened.summary,
        url: opened.url,
        occurredAt: "2026-11-21T09:30:00.000Z",
        humanId: human.id,
        subjectResource: "humans",
        subjectId: human.id,
        externalId: opened.externalId,
        createdBy: "system",
      },
    ]);
    expect((await owner.get("/changes?resource=activities")).records).toHaveLength(1);
    await owner.delete(`/activities/${ids[0]}`);
    await news({ activities: [opened] });
    await owner.delete(`/activities/${ids[0]}?purge=true`);
    await news({ activities: [opened] });
    expect((await owner.get("/activities")).ids).toEqual([]);
  });

  it("stays away where nobody wants it, or must not be contacted", async () => {
    const quiet = await following({ activity: false });
    expect(await quiet.news({ activities: [opened] })).toBe(true);
    expect((await quiet.owner.get("/activities")).ids).toEqual([]);
    const { owner, human, news } = await following();
    await owner.patch(`/humans/${human.id}`, { doNotContact: true });
    await news({ activities: [opened] });
    expect((await owner.get("/activities")).ids).toEqual([]);
    await owner.patch(`/humans/${human.id}`, { doNotContact: false });
    await news({ activities: [opened] });
    expect((await owner.get("/activities")).ids).toHaveLength(1);
  });

  it("is cut to what a record holds, and links to nothing but the web", async () => {
    const { owner, news } = await following();
    const long = { ...opened, summary: `${"x".repeat(499)}\u{1f600}`, url: "javascript:alert(1)" };
    const wrong = { ...opened, externalId: "wrong", occurredAt: "yesterday" };
    await news({ activities: [long, wrong] });
    expect((await owner.get("/activities")).records).toMatchObject([{ summary: expect.any(String), url: null }]);
  });

  it("is of no interest to who does not follow, or is no tenant", async () => {
    const { tenant, owner, fullName, news } = await following();
    await owner.delete(`/follows/${fullName}`);
    expect(await news({ activities: [opened] })).toBe(false);
    expect((await owner.get("/activities")).ids).toEqual([]);
    await owner.delete(`?confirm=${tenant.handle}`);
    expect(await news({ activities: [opened] })).toBe(false);
  });
});

describe("what a repository tells of itself", () => {
  it("renames the follow", async () => {
    const { owner, fullName, news } = await following();
    await news({ fullName: "Octocat/New-Name" });
    expect((await owner.get("/follows/octocat/new-name")).record).toMatchObject({ owner: "Octocat", name: "New-Name" });
    expect((await owner.get(`/follows/${fullName}`)).verdict).toBe("404 NOT_FOUND");
    await news({ fullName: "nonsense" });
    expect((await owner.get("/follows/octocat/new-name")).status).toBe(200);
  });

  it("shows its errors, each once a day", async () => {
    const { owner, news } = await following();
    const errors = [{ code: "UPSTREAM_ERROR", message: "GitHub does not answer." }];
    await news({ errors });
    await news({ errors });
    await news({ errors: [{ code: "UPSTREAM_ERROR", message: "Another." }] });
    const { records } = await owner.get("/error-log?kind=upstream&sort=createdAt");
    expect(records.map(({ message }) => String(message).split(": ")[1])).toEqual([
      "GitHub does not answer.",
      "Another.",
    ]);
  });
});
