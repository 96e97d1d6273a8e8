/** What happened to the recorded repository after its first state: state by state, told to Croft by webhooks as GitHub tells it. */
import { type Fields, type IssueRow, timestamp } from "../../test/support/github/rows.ts";
import { issueShape, placeOf, repositoryShape } from "../../test/support/github/shapes.ts";
import { Halt } from "./halt.ts";
import { count, duration, faint, line, several } from "./print.ts";
import type { RecordedCroft } from "./recorded-croft.ts";
import type { RepositoryFollower } from "./repository-follower.ts";

/** Webhooks on their way at a time. */
const AT_ONCE = 5;
const PATIENCE_MS = 20_000;
/** Pull requests have numbers of their own beside those of the issues that they are. */
const PULL_IDS = 1_000_000_000_000;

/** Plays all states but the first. @throws Halt when the socket does not tell of one */
export async function play(croft: RecordedCroft, follower: RepositoryFollower): Promise<void> {
  const { states, issues } = croft.data;
  line(
    `Then what happened until today ${faint(`(${several(states.length - 1, "recorded state")}), by webhooks; how soon the socket told it`)}`,
  );
  for (const [index, state] of states.entries()) {
    const before = states[index - 1];
    if (!before) continue;
    const [since, until] = [String(before.updated_at), String(state.updated_at)];
    const opened = issues.filter(({ created_at: at }) => at > since && at <= until);
    const started = performance.now();
    croft.repository.advanceTo(index);
    await tell(croft, opened);
    const stars = state.stargazers_count;
    const isThere = (): boolean =>
      follower.repository?.stars === stars && follower.issues === croft.repository.issues.size;
    if (!(await follower.until(isThere, PATIENCE_MS))) throw new Halt(`The socket has not told of ${until}.`);
    const figures = `${count(stars).padStart(5)} stars   ${count(follower.issues)} issues and pulls`;
    line(
      `  ${until.slice(0, 10)}   ${figures}   ${faint(`${several(opened.length + 1, "webhook").padStart(11)}   ${duration(performance.now() - started)}`)}`,
    );
  }
}

async function tell(croft: RecordedCroft, opened: readonly IssueRow[]): Promise<void> {
  const rows = opened.map((issue) => croft.repository.addIssue({ ...issue, updated_at: timestamp(Date.now()) }));
  const next = rows[Symbol.iterator]();
  const some = async (): Promise<void> => {
    for (const issue of next) await croft.deliver(...openedBy(croft, issue));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
  await croft.deliver("star", { action: "created", starred_at: timestamp(Date.now()), ...about(croft) });
}

function openedBy(croft: RecordedCroft, issue: IssueRow): [event: string, payload: object] {
  const shape: Fields = issueShape(placeOf(croft.repository, croft.github.url), issue);
  if (!issue.pull_request) return ["issues", { action: "opened", issue: shape, ...about(croft) }];
  const pull = { ...shape, id: PULL_IDS + issue.id, draft: false, merged_at: null };
  return ["pull_request", { action: "opened", number: issue.number, pull_request: pull, ...about(croft) }];
}

/** What every webhook carries. */
function about({ repository, github }: RecordedCroft): object {
  const shape = repositoryShape(repository, github.url);
  return { repository: shape, sender: shape.owner };
}
