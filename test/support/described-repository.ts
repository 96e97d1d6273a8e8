/** GitHub's answer about a repository, as one object hands it to another. */
import type { SentAnswer } from "../../objects/github/lease.ts";

const DESCRIBED = {
  id: 1,
  full_name: "octo/thing",
  private: false,
  visibility: "public",
  html_url: "https://github.com/octo/thing",
  description: "A thing",
  homepage: null,
  language: "TypeScript",
  license: null,
  topics: ["things"],
  fork: false,
  archived: false,
  disabled: false,
  is_template: false,
  has_issues: true,
  default_branch: "main",
  stargazers_count: 1,
  forks_count: 0,
  subscribers_count: 1,
  open_issues_count: 0,
  size: 1,
  created_at: "2020-01-01T00:00:00Z",
  pushed_at: "2026-11-01T00:00:00Z",
  updated_at: "2026-11-02T00:00:00Z",
};

/** @param fields in place of those of a small public repository; owner and name follow from `full_name`. */
export function describedRepository(fields: Readonly<Record<string, unknown>>): SentAnswer {
  const described = { ...DESCRIBED, ...fields };
  const [owner = "", name = ""] = described.full_name.split("/");
  return {
    status: 200,
    headers: [],
    body: JSON.stringify({ ...described, name, owner: { id: 9, login: owner, type: "User" } }),
  };
}
