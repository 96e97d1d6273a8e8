import { describe, expect, it } from "vitest";
import type { ListedStream } from "../../objects/github/items.ts";
import { readRepository } from "../../objects/github/items.ts";
import {
  anonymous,
  comment,
  commit,
  contributor,
  INSTANT,
  issue,
  pull,
  readPage,
  release,
  repository,
  SHA,
  signed,
  week,
} from "../support/github-samples.ts";

const only = (stream: ListedStream, item: unknown) => {
  const { items, bad } = readPage(stream, item);
  expect(bad).toEqual([]);
  expect(items).toHaveLength(1);
  return items[0]?.values;
};

describe("an item becomes a record", () => {
  it("of an issue", () => {
    expect(readPage("issues", issue).items).toEqual([
      {
        id: "iss_546672197",
        values: {
          githubId: 546_672_197,
          number: 660,
          isPull: false,
          isDraft: false,
          title: "Bump okhttp",
          body: "Bumps it.",
          state: "closed",
          stateReason: "completed",
          authorId: 7,
          authorLogin: "ada",
          authorType: "User",
          labels: ["dependencies", "old"],
          assignees: ["ada"],
          milestone: "1.0",
          comments: 3,
          isLocked: false,
          url: issue.html_url,
          openedAt: INSTANT,
          changedAt: INSTANT,
          closedAt: null,
          mergedAt: null,
        },
      },
    ]);
  });

  it("of a pull request, which is an issue too", () => {
    expect(only("issues", pull)).toMatchObject({ isPull: true, isDraft: true, mergedAt: INSTANT });
    expect(only("issues", { ...pull, pull_request: { url: "x" } })).toMatchObject({ isPull: true, mergedAt: null });
  });

  it("of a comment, with the number of its issue", () => {
    expect(readPage("comments", comment).items).toEqual([
      {
        id: "com_9",
        values: {
          githubId: 9,
          issueNumber: 660,
          body: "Yes.",
          authorId: 7,
          authorLogin: "ada",
          authorType: "User",
          url: comment.html_url,
          postedAt: INSTANT,
          changedAt: INSTANT,
        },
      },
    ]);
  });

  it("of a commit, whose people may have no accounts", () => {
    expect(readPage("commits", commit).items).toEqual([
      {
        id: `cmt_${SHA}`,
        values: {
          sha: SHA,
          message: "Fix it",
          authorName: "Ada",
          authorEmail: "ada@example.com",
          authorId: 7,
          authorLogin: "ada",
          committerLogin: null,
          authoredAt: INSTANT,
          committedAt: INSTANT,
          url: commit.html_url,
          parents: 2,
          isVerified: true,
        },
      },
    ]);
    const nobody = {
      ...commit,
      author: null,
      committer: null,
      commit: { message: "", author: null, committer: signed },
    };
    expect(only("commits", nobody)).toMatchObject({
      message: "",
      authorName: null,
      authorEmail: null,
      authorId: null,
      authorLogin: null,
      authoredAt: null,
      isVerified: false,
    });
  });

  it("of a commit with a broken clock, as long as there is one that can be read", () => {
    const strange = { ...signed, date: "292277026596-12-04T15:30:07Z" };
    const at = (author: object, committer: object) => ({ ...commit, commit: { ...commit.commit, author, committer } });
    expect(only("commits", at(strange, signed))).toMatchObject({ authoredAt: null, committedAt: INSTANT });
    expect(only("commits", at(signed, strange))).toMatchObject({ authoredAt: INSTANT, committedAt: INSTANT });
    expect(readPage("commits", at(strange, strange))).toEqual({
      items: [],
      bad: [{ id: `cmt_${SHA}`, field: "commit.committer.date", message: "Invalid input: expected a time" }],
    });
  });

  it("of a release, with how often its assets were downloaded", () => {
    expect(readPage("releases", release).items).toEqual([
      {
        id: "rel_5",
        values: {
          githubId: 5,
          tag: "v1",
          name: null,
          body: "",
          isDraft: false,
          isPrerelease: true,
          authorId: 7,
          authorLogin: "ada",
          assets: 2,
          downloads: 42,
          url: release.html_url,
          openedAt: INSTANT,
          publishedAt: INSTANT,
        },
      },
    ]);
    expect(only("releases", { ...release, published_at: null })).toMatchObject({ publishedAt: null });
  });

  it("of a contributor with an account; who has none is passed over", () => {
    const { items, bad } = readPage("contributors", contributor, anonymous, { ...contributor, id: 8, avatar_url: "" });
    expect(bad).toEqual([]);
    expect(items.map(({ id }) => id)).toEqual(["ctr_7", "ctr_8"]);
    expect(items[0]?.values).toEqual({
      githubId: 7,
      login: "ada",
      type: "User",
      contributions: 892,
      url: contributor.html_url,
      avatarUrl: contributor.avatar_url,
    });
    expect(items[1]?.values).toMatchObject({ avatarUrl: null });
  });

  it("of each day of a week of stars that has begun", () => {
    const { items } = readPage("stars", { ...week, week: week.week + 7 * 86_400 }, week);
    expect(items.map(({ id }) => id)).toEqual([15, 16, 17, 18, 19, 20, 21].map((day) => `day_2026-11-${day}`));
    expect(items[1]?.values).toEqual({ day: "2026-11-16", total: null, gained: 2, source: "history" });
  });

  it("of the repository itself", () => {
    const found = readRepository(JSON.stringify(repository));
    expect(found).toEqual({
      repository: {
        id: "repo_617210",
        values: {
          githubId: 617_210,
          owner: "a",
          name: "b",
          fullName: "a/b",
          description: null,
          homepage: null,
          url: "https://github.com/a/b",
          language: "Java",
          license: null,
          topics: [],
          visibility: "public",
          isFork: false,
          isArchived: false,
          isDisabled: false,
          isTemplate: false,
          hasIssues: true,
          defaultBranch: null,
          stars: 3,
          forks: 2,
          watchers: null,
          openIssues: 1,
          size: 10,
          openedAt: INSTANT,
          pushedAt: "2025-11-20T10:00:00.000Z",
          changedAt: INSTANT,
        },
      },
    });
    const hidden = {
      ...repository,
      private: true,
      license: { spdx_id: "MIT" },
      topics: ["x", "x"],
      subscribers_count: 4,
    };
    expect(readRepository(JSON.stringify(hidden))).toMatchObject({
      repository: { values: { visibility: "private", license: "MIT", topics: ["x"], watchers: 4 } },
    });
    expect(readRepository(JSON.stringify({ ...hidden, visibility: "internal" }))).toMatchObject({
      repository: { values: { visibility: "internal" } },
    });
  });

  it("with a ghost in the place of a deleted account", () => {
    const ghost = { authorId: null, authorLogin: "ghost" };
    expect(only("issues", { ...issue, user: null, assignees: null, milestone: null })).toMatchObject({
      ...ghost,
      authorType: null,
      assignees: [],
      milestone: null,
    });
    expect(only("comments", { ...comment, user: null })).toMatchObject({ ...ghost, authorType: null });
    expect(only("releases", { ...release, author: null })).toMatchObject(ghost);
  });
});
