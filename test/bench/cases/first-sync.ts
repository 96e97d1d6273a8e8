/** From a follow to the whole repository. */
import { generatedRepository } from "../../support/github/generated-repository.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase, Figures } from "../case.ts";
import { median, significant } from "../statistics.ts";
import { byStream, SyncedCroft } from "../synced.ts";

const SMALL = { issues: 1_000, comments: 600, commits: 200 };
const LARGE = { issues: 10_000, comments: 40_000 };
const PAGE = 100;
/** The first page of each list names all others; a program that only reads follows it. */
const LISTS = [
  "issues?state=all&per_page=100",
  "issues/comments?per_page=100",
  "commits?per_page=100",
  "releases?per_page=100",
  "contributors?per_page=100",
  "stargazers/history",
];

export const firstSync: BenchCase = {
  results: [
    {
      name: "first-sync",
      unit: "requests/s",
      mark: { of: "croft", bound: "at least", value: 8.4 },
      columns: { croft: "Croft", bare: "a program that reads the pages" },
      does: `A tenant follows a repository of ${SMALL.issues} issues and pull requests, ${SMALL.comments} comments, ${SMALL.commits} commits and some years of stars; measured until every stream is complete. GitHub is a server on this machine that answers at once. Beside it a program asks for the same pages, one after another, and parses them.`,
      proves:
        "Croft validates every item, keeps the page in R2, and writes rows, log and search documents of a page in one transaction, one request at a time, each reported to the budget of its credential. 8.4 a second is as much as that budget lends (500 a minute after a burst of 100): it is GitHub that a first sync waits for, which itself takes some hundred milliseconds a page.",
    },
    {
      name: "first-sync-requests",
      unit: "requests",
      mark: { of: "ratio", bound: "at most", value: 1.1 },
      columns: { croft: "Croft", bare: "pages there are" },
      does: `The same with ${LARGE.issues} issues and pull requests and ${LARGE.comments} comments: requests until everything is there.`,
      proves:
        "That each page is asked for once, and nothing item by item. It misses what a repository that changes meanwhile adds: the refreshes that run beside the listing.",
    },
  ],
  async run(bench: Bench) {
    const rounds = bench.effort.rounds;
    const seeds = Array.from({ length: rounds + 1 }, (_, index) => index + 1);
    const scaled = {
      issues: bench.scaled(SMALL.issues),
      comments: bench.scaled(SMALL.comments),
      commits: bench.scaled(SMALL.commits),
    };
    const large = { issues: bench.scaled(LARGE.issues), comments: bench.scaled(LARGE.comments) };
    const repositories = seeds.map((seed) => generatedRepository({ ...(seed > rounds ? large : scaled), seed }));
    const croft = await SyncedCroft.start(repositories);
    try {
      const small = await measureSmall(croft, rounds);
      return [small, await measureLarge(croft, rounds + 1, large)];
    } finally {
      await croft.stop();
    }
  },
};

async function measureSmall(croft: SyncedCroft, rounds: number): Promise<Figures> {
  const rates: number[] = [];
  const bare: number[] = [];
  const rows: number[] = [];
  let streams = "";
  for (let seed = 1; seed <= rounds; seed += 1) {
    const fullName = nameOf(seed);
    const done = await croft.sync(fullName);
    rates.push((done.requests.length / done.ms) * 1_000);
    rows.push((done.rows / done.ms) * 1_000);
    streams = byStream(done.requests, "repository");
    bare.push(await readAll(croft.github.url, fullName));
  }
  const note = `${significant(median(rows))} rows a second; requests of the last round: ${streams}`;
  return { croft: significant(median(rates)), bare: significant(median(bare)), note };
}

async function measureLarge(
  croft: SyncedCroft,
  seed: number,
  size: { issues: number; comments: number },
): Promise<Figures> {
  const { requests, rows, ms } = await croft.sync(nameOf(seed));
  const stars = requests.filter(({ path }) => path.endsWith("/stargazers/history")).length;
  // One each of the repository, releases, contributors and commits, of which there are none.
  const least = pages(size.issues) + pages(size.comments) + stars + 4;
  const note = `${rows} rows in ${significant(ms / 1_000)} s, most of it waiting for the budget: ${byStream(requests, "repository")}`;
  return { croft: requests.length, bare: least, note };
}

function pages(items: number): number {
  return Math.max(1, Math.ceil(items / PAGE));
}

function nameOf(seed: number): string {
  return `generated/repository-${seed}`;
}

/** Pages a second. */
async function readAll(url: string, fullName: string): Promise<number> {
  const started = performance.now();
  let count = 0;
  for (const list of LISTS) {
    for (let next: string | null = `${url}/repos/${fullName}/${list}`; next !== null; count += 1) {
      const answer: Response = await fetch(next, { headers: { "user-agent": "bench" } });
      if (!answer.ok) throw new Error(`${next} answered ${answer.status}.`);
      await answer.json();
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1] ?? null;
    }
  }
  return (count / (performance.now() - started)) * 1_000;
}
