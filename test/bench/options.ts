/** What `npm run bench` was asked to do. */
import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Names of cases; all where empty. */
  readonly cases: readonly string[];
  /** Whether results go into the files of the repository. */
  readonly write: boolean;
  /** Whether Croft is profiled instead of measured. */
  readonly profile: boolean;
  readonly seconds: number;
  readonly rounds: number;
  readonly scale: number;
}

export const USAGE = `npm run bench [-- case…] [options]

  --no-write     prints the results and leaves the files as they are
  --profile      instead of measuring, profiles Croft under one case's load and prints where its time goes
  --seconds 4    how long a round takes
  --rounds 3     rounds of each side; the median counts
  --scale 1      part of the records, sockets and writes; results of less than 1 are not written`;

/** @param known names of the cases. @throws Error that says what is wrong. */
export function readBenchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      write: { type: "boolean", default: true },
      profile: { type: "boolean", default: false },
      seconds: { type: "string", default: "4" },
      rounds: { type: "string", default: "3" },
      scale: { type: "string", default: "1" },
    },
  });
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no case "${unknown}"; there are ${known.join(", ")}.\n\n${USAGE}`);
  const scale = positive("scale", values.scale);
  return {
    cases: positionals,
    write: values.write && !values.profile && scale === 1,
    profile: values.profile,
    seconds: positive("seconds", values.seconds),
    rounds: Math.ceil(positive("rounds", values.rounds)),
    scale,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0.\n\n${USAGE}`);
}
