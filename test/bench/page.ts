/** docs/benchmarks.md from results. Pure. */
import { type Described, type Mark, reaches } from "./case.ts";
import type { Facts } from "./machine.ts";
import type { BenchResult } from "./results.ts";
import { INDEX_USES, WRITE_COSTS } from "./write-costs.ts";

/** Results that are shown together, in an image of their own. */
export interface Group {
  /** Name of the image's file. */
  readonly file: string;
  readonly title: string;
  readonly rows: readonly (readonly [Described, BenchResult])[];
}

const GROUPS = [
  {
    file: "requests",
    title: "Requests",
    names: ["get", "list", "create", "batch", "key", "key-first", "token", "token-first"],
  },
  {
    file: "live",
    title: "Live queries",
    names: ["fanout-1000", "queries-100", "sockets-5000", "reconnect", "restart-1000"],
  },
  {
    file: "repositories",
    title: "Repositories of GitHub",
    names: ["first-sync", "first-sync-requests", "unchanged-refresh", "webhook-to-socket", "budget-5000"],
  },
  {
    file: "dashboard",
    title: "The dashboard in a browser",
    names: [
      "dashboard-load",
      "dashboard-accessibility",
      "dashboard-practices",
      "dashboard-load-phone",
      "dashboard-first-load",
      "dashboard-live",
      "dashboard-busy",
      "dashboard-scroll",
      "dashboard-restart",
    ],
  },
  {
    file: "size",
    title: "Objects and code",
    names: ["wake", "tenants-10000", "bundle", "bundle-startup", "bundle-client", "auth-bundle", "auth-startup"],
  },
];

/** The groups of all described results that were ever measured. */
export function groupsOf(described: readonly Described[], results: ReadonlyMap<string, BenchResult>): Group[] {
  const rowOf = (name: string) => {
    const [each, result] = [described.find((candidate) => candidate.name === name), results.get(name)];
    return each && result ? [[each, result] as const] : [];
  };
  return GROUPS.map(({ file, title, names }) => ({ file, title, rows: names.flatMap(rowOf) })).filter(
    ({ rows }) => rows.length > 0,
  );
}

export function benchmarksPage(groups: readonly Group[], facts: Facts): string {
  return `${[
    "# Benchmarks",
    INTRODUCTION,
    tableOf(["the newest run", ""], facts),
    ...groups.flatMap(({ file, title, rows }) => [
      `## ${title}`,
      `![${title}: Croft beside what it is compared with](bench/${file}.svg)`,
      resultsTable(rows),
      ...rows.map(([described]) => explained(described)),
    ]),
    "## Rows written for a create",
    COSTS,
    tableOf(
      ["resource", "row and its indexes", "search", "log", "all"],
      WRITE_COSTS.map(({ resource, row, search, log }) => [resource, row, search, log, row + search + log].map(String)),
    ),
    "Each index costs one of these rows at every create that sets its field, and is there for a query; a test asks SQLite whether that query uses it.",
    tableOf(
      ["index", "serves"],
      INDEX_USES.map(({ index, serves }) => [`\`${index}\``, serves]),
    ),
  ].join("\n\n")}\n`;
}

const INTRODUCTION = `What Croft costs beside the least that could do the same work on the same platform. This page is written by \`npm run bench\`; older results
are in \`test/bench/results.ndjson\`.

**Method.** The built Worker runs in workerd as \`npm start\` runs it, without a proxy in front. Beside it, in a process of its own with the same
options and storage on disk, runs a bare Worker (\`test/bench/bare/worker.ts\`): a Durable Object with the same tables and indexes, the same statements
and the same JSON of the records, and nothing of Croft. Load comes from further processes. Both are measured in turns, round by round after a warm-up,
and the median of the rounds counts, so that whatever else the machine does hits both. \`ratio\` is Croft divided by bare: for rates more is better, for
times and sizes less. The dashboard has nothing of its kind beside it: there the columns say what they hold. It is the build that \`npm start\` serves,
in the system's Chromium without a screen, against a server of its own on the same machine.

**What this misses.** One machine is no network: there is no distance, no placement, no other isolate. Absolute figures are floors of what this
machine could do at that moment, for server and load share its processors; ratios are what to look at, and those of a run that began on a busy
machine only roughly. workerd on a disk of one machine is not
Cloudflare's storage, which copies a write to several machines before it counts: there a write waits longer on both sides.`;

const COSTS = `Cloudflare bills rows written, one for each row and one for each index entry. These are counted by SQLite in workerd for records with all indexed
fields set; \`test/routes/write-costs.test.ts\` holds them. A record's key is an index too. Full-text search counts its document once, whatever its words.`;

function resultsTable(rows: Group["rows"]): string {
  const header = ["case", "Croft", "bare", "unit", "ratio", "mark to reach", "reached?", "measured"];
  return tableOf(
    header,
    rows.map(([{ name, mark, columns }, result]) => [
      `\`${name}\``,
      result.croft.toLocaleString("en") + (columns ? ` (${columns.croft})` : ""),
      result.bare.toLocaleString("en") + (columns ? ` (${columns.bare})` : ""),
      result.unit,
      `${result.ratio}`,
      markText(mark, result.unit),
      reaches(mark, result) ? "yes" : "**no**",
      `${result.at.slice(0, 10)}, ${result.commit}`,
    ]),
  );
}

function markText({ of, bound, value }: Mark, unit: string): string {
  const sign = bound === "at least" ? "≥" : "≤";
  if (of === "ratio") return `ratio ${sign} ${value}`;
  const words = { croft: "", difference: "difference ", each: "both " }[of];
  return `${words}${sign} ${value} ${unit}`;
}

function explained({ name, does, proves, short }: Described): string {
  const paragraph = `**\`${name}\`** ${does} *${proves}*`;
  return short === undefined ? paragraph : `${paragraph}\n\nClose to its mark or short of it: ${short}`;
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), `|${"---|".repeat(header.length)}`, ...rows.map(line)].join("\n");
}
