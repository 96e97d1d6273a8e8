/** A large repository that is made up; the same seed makes the same one. */
import { mulberry32 } from "../mulberry32.ts";
import {
  type CommentRow,
  type CommitRow,
  type IssueRow,
  type RepositoryData,
  type RepositoryRow,
  timestamp,
  type UserRow,
} from "./rows.ts";

export interface Size {
  readonly issues?: number;
  readonly comments?: number;
  readonly commits?: number;
  readonly contributors?: number;
  readonly stars?: number;
  readonly seed?: number;
  /** `owner/name`. */
  readonly fullName?: string;
}

const BEGIN = Date.parse("2020-01-01T00:00:00Z");
const END = Date.parse("2026-10-01T00:00:00Z");
const DAY_MS = 86_400_000;
const PULLS = 0.4;
const OPEN = 0.15;
const TOPICS = [
  "crash",
  "memory",
  "documentation",
  "performance",
  "types",
  "retries",
  "timeouts",
  "pages",
  "tokens",
  "build",
];

/** Its number follows from the seed: two with different seeds can be served together. */
export function generatedRepository(size: Size = {}): RepositoryData {
  const { issues = 1_000, comments = 0, commits = 0, contributors = 50, stars = 1_000, seed = 1 } = size;
  const { fullName = `generated/repository-${seed}` } = size;
  const random = mulberry32(seed);
  const people = Array.from({ length: Math.max(contributors, 1) }, (_, index) => person(index));
  const any = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("Nothing to choose from.");
    return item;
  };
  const made = { random, anybody: () => any(people), topic: () => any(TOPICS) };
  const rows = Array.from({ length: issues }, (_, index) => issue(made, index + 1, issues));
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return {
    states: [repository(fullName, 1_000_000_000 + seed, stars)],
    issues: rows,
    comments:
      issues === 0 ? [] : Array.from({ length: comments }, (_, index) => comment(made, index, comments, byNumber)),
    commits: Array.from({ length: commits }, (_, index) => commit(made, index, commits)),
    releases: [],
    contributors: people.slice(0, contributors).map((row, index) => ({ ...row, contributions: contributors - index })),
  };
}

interface Making {
  random(): number;
  anybody(): UserRow;
  topic(): string;
}

const at = (share: number): number => BEGIN + Math.floor((END - BEGIN) * share);

function person(index: number): UserRow {
  return { login: `person-${index + 1}`, id: 10_000_000 + index, type: index % 25 === 24 ? "Bot" : "User" };
}

function repository(fullName: string, id: number, stars: number): RepositoryRow {
  const [login = "generated", name = "repository"] = fullName.split("/");
  const times = { created_at: timestamp(BEGIN), updated_at: timestamp(END), pushed_at: timestamp(END) };
  const owner = { login, id: id + 1, type: "Organization" };
  return { id, name, owner, ...times, stargazers_count: stars, description: "Made up", language: "TypeScript" };
}

function issue({ random, anybody, topic }: Making, number: number, count: number): IssueRow {
  const opened = at(number / (count + 1));
  const changed = timestamp(Math.min(opened + Math.floor(random() * 90 * DAY_MS), END));
  const isPull = random() < PULLS;
  const isOpen = random() < OPEN;
  const subject = topic();
  return {
    ...{
      id: 2_000_000_000 + number * 7,
      number,
      title: `${isPull ? "Improve" : "Problem with"} ${subject} (${number})`,
    },
    ...{ state: isOpen ? "open" : "closed", comments: 0, user: anybody(), body: `About ${subject}.` },
    ...{ created_at: timestamp(opened), updated_at: changed, closed_at: isOpen ? null : changed },
    ...(isPull ? { pull_request: {} } : {}),
  };
}

/** Counts itself on its issue, which becomes as young as the comment. */
function comment(making: Making, index: number, count: number, issues: ReadonlyMap<number, IssueRow>): CommentRow {
  const written = at((index + 1) / (count + 1));
  // Of those that were open by then.
  const number = 1 + Math.floor(making.random() * Math.max(Math.floor((issues.size * index) / count), 1));
  const time = timestamp(written);
  const on = issues.get(number);
  if (on) {
    on.comments++;
    if (on.updated_at < time) on.updated_at = time;
  }
  return {
    ...{ id: 3_000_000_000 + index * 3, issue_url: `/issues/${number}`, created_at: time, updated_at: time },
    ...{ body: `Something on ${making.topic()}.`, user: making.anybody() },
  };
}

/** Newest first. */
function commit({ random, anybody, topic }: Making, index: number, count: number): CommitRow {
  const author = anybody();
  const signature = {
    name: author.login,
    email: `${author.login}@example.com`,
    date: timestamp(at(1 - index / count)),
  };
  const sha = (place: number) => place.toString(16).padStart(12, "0").repeat(4).slice(0, 40);
  return {
    ...{ sha: sha(count - index), author, committer: author },
    commit: { message: `Change ${topic()} ${Math.floor(random() * 1_000)}`, author: signature, committer: signature },
    parents: index + 1 < count ? [{ sha: sha(count - index - 1) }] : [],
  };
}
