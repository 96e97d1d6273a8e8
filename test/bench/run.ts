/** `npm run bench`: measures Croft beside a bare Worker that does the same work, in the same run. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../scripts/paths.ts";
import { freePort } from "../support/server.ts";
import { Bench, type Effort } from "./bench.ts";
import { type BenchCase, type Described, type Figures, ratioOf, reaches } from "./case.ts";
import { CASES } from "./cases/all.ts";
import { chartOf } from "./chart.ts";
import { describeMachine, type Facts } from "./machine.ts";
import { type BenchOptions, readBenchOptions } from "./options.ts";
import { benchmarksPage, groupsOf } from "./page.ts";
import { profileWhile } from "./profile.ts";
import { appendResults, type BenchResult, latestResults } from "./results.ts";
import { significant } from "./statistics.ts";

const DOCS = join(ROOT, "docs");

/** Runs what the arguments ask for, and says what came of it. */
export async function runBench(args: readonly string[]): Promise<void> {
  const options = readBenchOptions(
    args,
    CASES.map((each) => each.results[0].name),
  );
  const chosen = CASES.filter((each) => options.cases.length === 0 || options.cases.includes(each.results[0].name));
  if (options.profile) return profile(chosen, options);
  const [busy = Number.NaN] = loadavg();
  await measure(chosen, options, (results) => {
    if (options.write) writePage(latestResults(appendResults(results)), args, busy);
  });
}

function writePage(results: ReadonlyMap<string, BenchResult>, args: readonly string[], busy: number): void {
  const groups = groupsOf(
    CASES.flatMap((each) => each.results),
    results,
  );
  const command = `npm run bench${args.length > 0 ? ` -- ${args.join(" ")}` : ""}`;
  const newest = [...results.values()].toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  const facts: Facts = [
    ["at", newest?.at ?? ""],
    ["commit", newest?.commit ?? ""],
    ["command", `\`${command}\``],
    ["load before the run", `${busy.toFixed(1)} processes`],
    ...describeMachine(),
  ];
  mkdirSync(join(DOCS, "bench"), { recursive: true });
  for (const { file, title, rows } of groups) writeFileSync(join(DOCS, "bench", `${file}.svg`), chartOf(title, rows));
  writeFileSync(join(DOCS, "benchmarks.md"), benchmarksPage(groups, facts));
}

/** Profiles Croft under the load of each case; the bare Worker runs beside it, in its own process, and is not looked at. */
async function profile(cases: readonly BenchCase[], options: BenchOptions): Promise<void> {
  const port = await freePort();
  const bench = new Bench(options, port);
  try {
    await bench.croft();
    for (const each of cases) {
      const { name } = each.results[0];
      // Unseen: what prepares the case, and code that is not compiled yet.
      await each.run(bench);
      console.log(`\n${name}`);
      console.log(`\nWhole profile: ${await profileWhile(port, name, () => each.run(bench))}`);
    }
  } finally {
    await bench.stop();
  }
}

/**
 * Runs cases one after another on the same servers. A case that fails has no result, and the run ends with another exit code.
 * @param keep gets the results of each case when it is done, so that a run that is ended early has not been in vain.
 */
export async function measure(
  cases: readonly BenchCase[],
  effort: Effort,
  keep: (results: readonly BenchResult[]) => void,
): Promise<void> {
  const bench = new Bench(effort);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  try {
    for (const each of cases) {
      try {
        const figures = await each.run(bench);
        const at = new Date().toISOString();
        keep(each.results.map((described, index) => ({ at, commit, ...resultOf(described, figures[index]) })));
      } catch (error) {
        console.error(`${each.results[0].name} has no result:`, error);
        process.exitCode = 1;
      }
    }
  } finally {
    await bench.stop();
  }
}

/** Prints and returns a result. @throws Error where there is none. */
function resultOf(described: Described, figures: Figures | undefined): Omit<BenchResult, "at" | "commit"> {
  const { name, unit } = described;
  if (!figures || !Number.isFinite(ratioOf(figures))) throw new Error(`${name} was not measured.`);
  print(described, figures);
  const { croft, bare } = figures;
  return { case: name, ratio: significant(ratioOf(figures)), croft, bare, unit };
}

function print(described: Described, figures: Figures): void {
  const { name, unit, mark, columns } = described;
  const { croft, bare, note } = figures;
  const verdict = reaches(mark, figures) ? "reached" : "not reached";
  console.log(`${name}: ${croft} (${columns?.croft ?? "Croft"}), ${bare} (${columns?.bare ?? "bare"}) ${unit}`);
  console.log(`  ratio ${significant(ratioOf(figures))}; ${mark.of} ${mark.bound} ${mark.value}: ${verdict}`);
  console.log(`  ${note}`);
}
