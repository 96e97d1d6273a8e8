/** One item of each kind that GitHub lists, whole and without faults. */
import { type Items, type ListedStream, readItems } from "../../objects/github/items.ts";

export const NOW = Date.UTC(2026, 10, 21, 12);
/** A time as GitHub writes it, and as Croft does. */
export const TIME = "2026-11-20T10:00:00Z";
export const INSTANT = "2026-11-20T10:00:00.000Z";
export const SHA = "433337349074fe22bc1b7f1db4fe190a084ebd89";

const ada = { id: 7, login: "ada", type: "User", node_id: "x" };
export const issue = {
  id: 546_672_197,
  number: 660,
  title: "Bump okhttp",
  body: "Bumps it.",
  state: "closed",
  state_reason: "completed",
  user: ada,
  labels: [{ id: 1, name: "dependencies" }, "old", { name: null }],
  assignees: [ada],
  milestone: { title: "1.0", number: 1 },
  comments: 3,
  locked: false,
  html_url: "https://github.com/a/b/issues/660",
  created_at: TIME,
  updated_at: "2026-11-20T11:00:00+01:00",
  closed_at: null,
  reactions: { "+1": 2 },
};
export const pull = { ...issue, id: 2, number: 661, draft: true, pull_request: { url: "x", merged_at: TIME } };
export const comment = {
  id: 9,
  issue_url: "https://api.github.com/repos/a/b/issues/660",
  body: "Yes.",
  user: ada,
  html_url: "https://github.com/a/b/issues/660#issuecomment-9",
  created_at: TIME,
  updated_at: TIME,
};
export const signed = { name: "Ada", email: " Ada@Example.com", date: TIME };
export const commit = {
  sha: SHA,
  html_url: `https://github.com/a/b/commit/${SHA}`,
  commit: { message: "Fix it", author: signed, committer: signed, verification: { verified: true } },
  author: ada,
  committer: {},
  parents: [{ sha: SHA }, { sha: SHA }],
};
export const release = {
  id: 5,
  tag_name: "v1",
  name: null,
  body: "",
  draft: false,
  prerelease: true,
  author: ada,
  assets: [{ download_count: 2 }, { download_count: 40 }],
  html_url: "https://github.com/a/b/releases/tag/v1",
  created_at: TIME,
  published_at: TIME,
};
export const contributor = {
  id: 7,
  login: "ada",
  type: "User",
  contributions: 892,
  html_url: "https://github.com/ada",
  avatar_url: "https://avatars.example.com/7",
};
export const anonymous = { type: "Anonymous", name: "Nobody", email: "nobody@example.com", contributions: 1 };
export const repository = {
  id: 617_210,
  name: "b",
  full_name: "a/b",
  owner: { login: "a", id: 1 },
  private: false,
  html_url: "https://github.com/a/b",
  description: null,
  homepage: "",
  language: "Java",
  license: { spdx_id: "NOASSERTION" },
  fork: false,
  stargazers_count: 3,
  forks_count: 2,
  open_issues_count: 1,
  size: 10,
  created_at: TIME,
  pushed_at: 1_763_632_800,
  updated_at: TIME,
};
/** Sunday, 15 November 2026. */
export const week = { week: Date.UTC(2026, 10, 15) / 1_000, total: 21, days: [1, 2, 3, 4, 5, 6, 0] };

/** What is read of a page with these items. */
export function readPage(stream: ListedStream, ...items: unknown[]): Items {
  const found = readItems(stream, JSON.stringify(items), NOW);
  if ("unreadable" in found) throw new Error(found.unreadable);
  return found;
}
