/** The file of results: one JSON object a line, one line a result, ever longer. */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../../scripts/paths.ts";

const RESULTS = join(ROOT, "test", "bench", "results.ndjson");

const resultSchema = z.strictObject({
  /** ISO 8601. */
  at: z.string(),
  /** Short hash of the commit that was measured. */
  commit: z.string(),
  case: z.string(),
  /** `croft` divided by `bare`. */
  ratio: z.number(),
  croft: z.number(),
  bare: z.number(),
  unit: z.string(),
});
export type BenchResult = z.infer<typeof resultSchema>;

/** Writes results down and returns all there are now, oldest first. */
export function appendResults(results: readonly BenchResult[]): BenchResult[] {
  appendFileSync(RESULTS, results.map((result) => `${JSON.stringify(result)}\n`).join(""));
  return parseResults(readFileSync(RESULTS, "utf8"));
}

/** Results, oldest first. @throws Error where a line is none. */
export function parseResults(text: string): BenchResult[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => resultSchema.parse(JSON.parse(line)));
}

/** The newest result of each case. */
export function latestResults(results: readonly BenchResult[]): Map<string, BenchResult> {
  return new Map(results.map((result) => [result.case, result]));
}
