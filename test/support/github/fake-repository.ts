/** One repository of the GitHub of the tests, which changes while it is served. */
import {
  type CommentRow,
  type CommitRow,
  type ContributorRow,
  commentSchema,
  commitSchema,
  type Fields,
  type IssueRow,
  issueSchema,
  type ReleaseRow,
  type RepositoryData,
  type RepositoryRow,
  releaseSchema,
  repositorySchema,
  timestamp,
  type UserRow,
} from "./rows.ts";
import { dayOf, type StarDays, starDaysOf } from "./star-days.ts";

/** Whoever writes where a test names nobody. */
const SOMEBODY: UserRow = { login: "octocat", id: 583231, type: "User" };
/** Beyond 32 bits, as GitHub's ids of issues and comments are. */
const FIRST_NEW_ID = 5_000_000_001;

let ids = FIRST_NEW_ID;

export class FakeRepository {
  readonly id: number;
  readonly issues: Map<number, IssueRow>;
  readonly comments: Map<number, CommentRow>;
  commits: CommitRow[];
  releases: ReleaseRow[];
  contributors: ContributorRow[];
  starDays: StarDays;
  /** As the last state says, with what was changed since. */
  fields: RepositoryRow;
  /** Names that it had, `owner/name` in lower case, the last one last. */
  readonly formerNames: string[] = [];
  condition: "there" | "removed" | "blocked" = "there";
  issuesDisabled = false;
  isEmpty = false;
  /** Tokens that see it; null where everybody does. */
  seenBy: ReadonlySet<string> | null = null;
  /** Grows with every change, so that a sorted list can be kept until then. */
  version = 0;
  readonly #states: readonly RepositoryRow[];
  readonly #now: () => number;
  #moves = 0;

  /** Shows the last state. */
  constructor(data: RepositoryData, now: () => number) {
    const newest = data.states.at(-1);
    if (!newest) throw new Error("A repository has at least one state.");
    this.id = newest.id;
    this.fields = newest;
    this.issues = new Map(data.issues.map((issue) => [issue.number, issue]));
    this.comments = new Map(data.comments.map((comment) => [comment.id, comment]));
    this.commits = [...data.commits];
    this.releases = [...data.releases];
    this.contributors = [...data.contributors];
    this.starDays = starDaysOf(data.states);
    this.#states = data.states;
    this.#now = now;
  }

  get fullName(): string {
    return `${this.fields.owner.login}/${this.fields.name}`;
  }

  /** Changes fields of the repository itself. `updated_at` becomes now if it is not among them. */
  update(fields: Fields): void {
    this.#changed();
    this.fields = repositorySchema.parse({ ...this.fields, updated_at: this.#time(), ...fields, id: this.id });
  }

  /** Shows one of the recorded states, the oldest being 0, with its stars alone. Names stay as they are. */
  advanceTo(state: number): void {
    const recorded = this.#states[state];
    if (!recorded) throw new RangeError(`There are ${this.#states.length} states, none has the number ${state}.`);
    const { owner, name } = this.fields;
    this.update({ ...recorded, owner, name });
    this.starDays = starDaysOf(this.#states.slice(0, state + 1));
  }

  /** Opens one; the next number, now, if not said otherwise. With `pull_request: {}` a pull request. */
  addIssue(fields: Fields = {}): IssueRow {
    this.#changed();
    const number = Math.max(0, ...this.issues.keys()) + 1;
    const at = this.#time();
    const issue = issueSchema.parse({
      ...{ id: ids++, number, title: `Issue ${number}`, state: "open", body: null, user: SOMEBODY },
      ...{ created_at: at, updated_at: at, closed_at: null },
      ...fields,
    });
    this.issues.set(issue.number, issue);
    return issue;
  }

  /** Its `updated_at` becomes now if it is not among the fields. */
  editIssue(number: number, fields: Fields): IssueRow {
    this.#changed();
    const at = this.#time();
    const closed = fields.state === "closed" ? { closed_at: at } : {};
    const issue = issueSchema.parse({ ...this.#issue(number), updated_at: at, ...closed, ...fields });
    this.issues.set(number, issue);
    return issue;
  }

  /** With its comments. Nothing else changes, as on GitHub. */
  deleteIssue(number: number): void {
    this.#issue(number);
    this.#changed();
    this.issues.delete(number);
    for (const comment of this.comments.values()) {
      if (comment.issue_url.endsWith(`/issues/${number}`)) this.comments.delete(comment.id);
    }
  }

  /** Makes the issue younger too. */
  addComment(number: number, fields: Fields = {}): CommentRow {
    this.#changed();
    const at = this.#time();
    const comment = commentSchema.parse({
      ...{
        id: ids++,
        issue_url: `/issues/${number}`,
        created_at: at,
        updated_at: at,
        body: "A comment.",
        user: SOMEBODY,
      },
      ...fields,
    });
    this.comments.set(comment.id, comment);
    this.editIssue(number, { comments: this.#issue(number).comments + 1, updated_at: comment.updated_at });
    return comment;
  }

  /** Its `updated_at` becomes now if it is not among the fields. */
  editComment(id: number, fields: Fields): CommentRow {
    this.#changed();
    const comment = commentSchema.parse({ ...this.#comment(id), updated_at: this.#time(), ...fields });
    this.comments.set(id, comment);
    return comment;
  }

  /** The issue's `updated_at` stays: GitHub does not change it for a deletion. */
  deleteComment(id: number): void {
    this.#changed();
    const number = Number(this.#comment(id).issue_url.split("/").at(-1));
    const issue = this.issues.get(number);
    if (issue) this.issues.set(number, { ...issue, comments: Math.max(issue.comments - 1, 0) });
    this.comments.delete(id);
  }

  /** Commits on top of the newest, the first of them first. */
  push(commits: readonly Fields[]): void {
    const at = this.#time();
    this.update({ pushed_at: at });
    this.isEmpty = false;
    for (const fields of commits) {
      const signature = { name: SOMEBODY.login, email: "octocat@example.com", date: at };
      const parent = this.commits[0];
      const commit = commitSchema.parse({
        ...{ sha: (ids++).toString(16).padStart(40, "0"), author: SOMEBODY, committer: SOMEBODY },
        ...{ commit: { message: "A change", author: signature, committer: signature } },
        ...{ parents: parent ? [{ sha: parent.sha }] : [] },
        ...fields,
      });
      this.commits.unshift(commit);
    }
  }

  addRelease(fields: Fields): ReleaseRow {
    this.#changed();
    const at = this.#time();
    const release = releaseSchema.parse({ id: ids++, created_at: at, published_at: at, author: SOMEBODY, ...fields });
    this.releases.unshift(release);
    return release;
  }

  /** Somebody stars it now. */
  star(): void {
    const today = dayOf(this.#now());
    this.starDays.set(today, (this.starDays.get(today) ?? 0) + 1);
    this.update({ stargazers_count: this.fields.stargazers_count + 1 });
  }

  /** The old path answers 301 until somebody takes the name. */
  rename(owner: string, name: string): void {
    this.formerNames.push(this.fullName.toLowerCase());
    this.update({ owner: { ...this.fields.owner, login: owner }, name });
  }

  /** Takes the name that another repository had. */
  takeName(owner: string, name: string): void {
    this.rename(owner, name);
  }

  /** 404 from now on. */
  remove(): void {
    this.condition = "removed";
  }

  /** There again, as it was. */
  comeBack(): void {
    this.condition = "there";
  }

  /** 451 from now on. */
  block(): void {
    this.condition = "blocked";
  }

  /** 404 for everybody but those with one of these tokens, and its installation. */
  makePrivate(tokensThatSee: readonly string[]): void {
    this.seenBy = new Set(tokensThatSee);
    this.update({ private: true, visibility: "private" });
  }

  makePublic(): void {
    this.seenBy = null;
    this.update({ private: false, visibility: "public" });
  }

  /** 410 for issues and their comments. */
  disableIssues(): void {
    this.issuesDisabled = true;
    this.update({ has_issues: false });
  }

  /** Without commits: 409 for them, 204 for the contributors. */
  empty(): void {
    this.isEmpty = true;
    this.commits = [];
    this.contributors = [];
    this.update({ size: 0 });
  }

  archive(): void {
    this.update({ archived: true });
  }

  /**
   * Somebody works on it between two pages; in turn an issue changes, is added, is deleted, each with a comment. The one that changes
   * was unchanged for longest, the one that goes is the newest: both lie on pages that a client has read already.
   */
  move(): void {
    const step = this.#moves++ % 3;
    const issue = leastBy(this.issues.values(), ({ updated_at }) => updated_at);
    const newest = Math.max(...this.issues.keys());
    const comment = leastBy(this.comments.values(), ({ updated_at }) => updated_at);
    if (step === 0 && issue) this.editIssue(issue.number, { title: `${issue.title} (edited)` });
    if (step === 0 && comment) this.editComment(comment.id, { body: `${comment.body} (edited)` });
    if (step === 1) this.addComment(this.addIssue().number);
    if (step === 2 && comment) this.deleteComment(comment.id);
    if (step === 2 && issue) this.deleteIssue(newest);
    this.push([{}]);
  }

  #issue(number: number): IssueRow {
    const issue = this.issues.get(number);
    if (!issue) throw new Error(`${this.fullName} has no issue ${number}.`);
    return issue;
  }

  #comment(id: number): CommentRow {
    const comment = this.comments.get(id);
    if (!comment) throw new Error(`${this.fullName} has no comment ${id}.`);
    return comment;
  }

  #time(): string {
    return timestamp(this.#now());
  }

  #changed(): void {
    this.version++;
  }
}

function leastBy<Row>(rows: Iterable<Row>, keyOf: (row: Row) => string): Row | undefined {
  let least: Row | undefined;
  for (const row of rows) if (least === undefined || keyOf(row) < keyOf(least)) least = row;
  return least;
}
