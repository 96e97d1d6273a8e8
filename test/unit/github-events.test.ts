import examples from "@octokit/webhooks-examples" with { type: "json" };
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type GithubEvent, type RepositoryEvent, readEvent } from "../../objects/github/events.ts";
import { issue, pull, release, repository } from "../support/github-samples.ts";

const definitions = z
  .array(z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }))
  .parse(examples);

const KINDS = [
  "fork",
  "installation",
  "installation_repositories",
  "issue_comment",
  "issues",
  "pull_request",
  "push",
  "release",
  "repository",
  "star",
];

const of = (name: string, action?: string) => {
  const found = definitions.filter((each) => each.name === name).flatMap((each) => each.examples);
  return found.filter((payload) => action === undefined || payload.action === action);
};
const read = (name: string, payload: unknown): GithubEvent => readEvent(name, JSON.stringify(payload));
const effect = (name: string, payload: unknown): RepositoryEvent => {
  const event = read(name, payload);
  if (event.is !== "repository") throw new Error(JSON.stringify(event));
  return event;
};
const example = (name: string, action: string) => effect(name, of(name, action)[0]);

describe("GitHub's examples", () => {
  it("can be read, all of them that concern a repository or an installation", () => {
    const unread = definitions
      .filter(({ name }) => KINDS.includes(name))
      .flatMap(({ name, examples: payloads }) => payloads.map((payload) => ({ name, event: read(name, payload) })))
      .filter(({ event }) => event.is === "unreadable");
    expect(unread).toEqual([]);
  });

  it("are ignored where they are of another kind", () => {
    const others = definitions.filter(({ name }) => !KINDS.includes(name));
    expect(others.length).toBeGreaterThan(30);
    for (const { name, examples: payloads } of others)
      for (const payload of payloads) expect(read(name, payload)).toEqual({ is: "ignored" });
  });
});

describe("a delivery about", () => {
  it("an issue brings it, or takes it away where it was deleted or transferred", () => {
    const opened = example("issues", "opened");
    const [written] = opened.upserts;
    expect(written).toMatchObject({
      stream: "issues",
      id: `iss_${written?.values.githubId}`,
      values: { isPull: false },
    });
    for (const action of ["deleted", "transferred"]) {
      const gone = example("issues", action);
      expect(gone.upserts).toEqual([]);
      expect(gone.deletes).toMatchObject([{ stream: "issues", id: expect.stringMatching(/^iss_\d+$/) }]);
    }
  });

  it("an issue that was pinned changes nothing", () => {
    for (const action of ["pinned", "unpinned"]) {
      for (const payload of of("issues", action)) expect(read("issues", payload)).toEqual({ is: "ignored" });
      expect(of("issues", action)).not.toEqual([]);
    }
  });

  it("a pull request changes the issue of its number, whose id it does not know", () => {
    const opened = example("pull_request", "opened");
    expect(opened.upserts).toEqual([]);
    expect(opened.pulls).toMatchObject([{ number: 2, values: { isPull: true, isDraft: false, mergedAt: null } }]);
    expect(opened.pulls[0]?.values).not.toHaveProperty("githubId");
    expect(opened.refresh).toEqual(["issues"]);
    expect(example("pull_request", "closed")).toMatchObject({ refresh: [], pulls: [{ values: { state: "closed" } }] });
  });

  it("a comment brings it with its issue, or takes it away", () => {
    const created = example("issue_comment", "created");
    expect(created.upserts.map(({ stream }) => stream)).toEqual(["issues", "comments"]);
    const deleted = example("issue_comment", "deleted");
    expect(deleted.upserts.map(({ stream }) => stream)).toEqual(["issues"]);
    expect(deleted.deletes).toMatchObject([{ stream: "comments" }]);
  });

  it("a comment does not unmerge a pull request of which it tells nothing", () => {
    const [payload] = of("issue_comment", "created");
    const mergedAt = (pullRequest: object) =>
      effect("issue_comment", { ...payload, issue: { ...pull, pull_request: pullRequest } }).upserts[0]?.values;
    expect(mergedAt({ url: "x" })).not.toHaveProperty("mergedAt");
    expect(mergedAt({ merged_at: null })).toMatchObject({ mergedAt: null });
  });

  it("a push asks for the commits where it was to the default branch, and means nothing elsewhere", () => {
    const [tag] = of("push").filter(({ ref }) => ref === "refs/tags/simple-tag");
    expect(read("push", tag)).toEqual({ is: "ignored" });
    const event = effect("push", { ...tag, ref: "refs/heads/master" });
    expect(event).toMatchObject({ upserts: [], refresh: ["commits"], action: null });
    expect(event.repository?.values.pushedAt).toBe("2019-05-15T15:20:57.000Z");
  });

  it("a release brings it, or takes away what nobody but its authors may see", () => {
    expect(example("release", "published").upserts).toMatchObject([{ stream: "releases" }]);
    expect(example("release", "deleted").deletes).toMatchObject([{ stream: "releases" }]);
    for (const payload of [
      { action: "unpublished", release, repository },
      { action: "created", release: { ...release, draft: true }, repository },
    ]) {
      expect(effect("release", payload)).toMatchObject({ upserts: [], deletes: [{ stream: "releases", id: "rel_5" }] });
    }
  });

  it("a star or a fork brings the repository's counts, and keeps what it does not tell", () => {
    const { repository: written, installationId } = effect("star", {
      action: "created",
      repository: { ...repository, stargazers_count: 4 },
      installation: { id: 11 },
    });
    expect(installationId).toBe(11);
    expect(written).toMatchObject({ id: "repo_617210", values: { stars: 4 } });
    expect(written?.values).not.toHaveProperty("watchers");
    expect(written?.values).not.toHaveProperty("topics");
    const full = effect("fork", { repository: { ...repository, topics: ["x"], subscribers_count: 3 } });
    expect(full.repository?.values).toMatchObject({ forks: 2, topics: ["x"], watchers: 3 });
  });
});

describe("a repository", () => {
  it("that was renamed or transferred has had another name", () => {
    expect(example("repository", "renamed").renamedFrom).toBe("Octocoders/Hello-World");
    expect(example("repository", "transferred").renamedFrom).toMatch(/^[^/]+\/Hello-World$/);
    expect(example("repository", "edited").renamedFrom).toBeNull();
  });

  it("that was deleted is gone", () => {
    const payload = { action: "deleted", repository };
    expect(effect("repository", payload)).toMatchObject({ isDeleted: true, repository: null, repositoryId: 617_210 });
  });

  it("is never shown to everybody on a contradiction", () => {
    const visibility = (changes: object) =>
      effect("repository", { action: "edited", repository: { ...repository, ...changes } }).repository?.values
        .visibility;
    expect(visibility({ private: true, visibility: "public" })).toBe("private");
    expect(visibility({ private: false, visibility: "private" })).toBe("private");
    expect(visibility({ private: false, visibility: "public" })).toBe("public");
  });
});

describe("an installation", () => {
  const read1 = (name: string, action: string) => read(name, of(name, action)[0]);

  it("grants and revokes access, with the repositories it concerns", () => {
    expect(read1("installation", "created")).toMatchObject({ access: "granted", removed: [] });
    expect(read1("installation", "deleted")).toMatchObject({
      is: "installation",
      installationId: 2,
      account: "octocat",
      access: "revoked",
      added: [],
      removed: [{ id: 1_296_269, fullName: "octocat/Hello-World", isPrivate: false }],
    });
    expect(read1("installation", "suspend")).toMatchObject({ access: "revoked" });
    expect(read1("installation", "unsuspend")).toMatchObject({ access: "granted" });
    expect(read1("installation", "new_permissions_accepted")).toMatchObject({
      access: "unchanged",
      added: [],
      removed: [],
    });
  });

  it("reaches other repositories than before", () => {
    expect(read1("installation_repositories", "added")).toMatchObject({ access: "unchanged", removed: [] });
    expect(read1("installation_repositories", "removed")).toMatchObject({ access: "unchanged", added: [] });
  });
});

describe("a delivery that cannot be read", () => {
  it("says which field is wrong, and nothing of its contents", () => {
    const wrong = { action: "opened", repository, issue: { ...issue, id: "a secret" } };
    expect(read("issues", wrong)).toEqual({
      is: "unreadable",
      field: "issue.id",
      message: "Invalid input: expected number, received string",
    });
    expect(readEvent("star", "{")).toEqual({ is: "unreadable", field: "", message: "The body is no JSON." });
    expect(read("installation", [])).toMatchObject({ is: "unreadable" });
  });

  it("is ignored where its kind is unknown, also one that every object has", () => {
    for (const name of ["ping", "toString", "__proto__", ""]) expect(readEvent(name, "{")).toEqual({ is: "ignored" });
  });
});
