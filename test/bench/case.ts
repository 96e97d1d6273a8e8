/** What a benchmark is: what it measures, what it has to reach, and how it runs. */
import type { Bench } from "./bench.ts";

/** What a result has to reach. `difference` is croft minus bare; `each` is both, where they are two of a kind. */
export interface Mark {
  readonly of: "ratio" | "croft" | "difference" | "each";
  readonly bound: "at least" | "at most";
  readonly value: number;
}

/** One line of the results: the same figure of Croft and of what it is compared with. */
export interface Figures {
  readonly croft: number;
  readonly bare: number;
  /** What stands beside the figures, in a few words: what the run was like. */
  readonly note: string;
}

/** What is said about a result wherever it is shown. */
export interface Described {
  /** Part of the file format of the results; never changes. */
  readonly name: string;
  readonly unit: string;
  readonly mark: Mark;
  /** What is done, in one or two sentences. */
  readonly does: string;
  /** What the figures prove, and what they miss. */
  readonly proves: string;
  /** What keeps it from its mark or close to it, and what has been tried. */
  readonly short?: string;
  /** What the columns hold, where they are not Croft and the bare Worker. */
  readonly columns?: { readonly croft: string; readonly bare: string };
}

export interface BenchCase {
  /** A run gives one result for each, in this order; the first has the name by which the case is called. */
  readonly results: readonly [Described, ...Described[]];
  run(bench: Bench): Promise<readonly Figures[]>;
}

/** Croft's figure as a multiple of the bare one. */
export function ratioOf({ croft, bare }: { readonly croft: number; readonly bare: number }): number {
  return croft / bare;
}

/** Whether a result is as good as it has to be. A figure that is not a number reaches nothing. */
export function reaches(mark: Mark, figures: { readonly croft: number; readonly bare: number }): boolean {
  const { croft, bare } = figures;
  const values = { ratio: [ratioOf(figures)], croft: [croft], difference: [croft - bare], each: [croft, bare] }[
    mark.of
  ];
  return values.every((value) => (mark.bound === "at least" ? value >= mark.value : value <= mark.value));
}
