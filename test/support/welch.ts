/** Whether two series of times differ. */

/** What two series show. */
export interface Comparison {
  /** Welch's t: how many standard errors their means lie apart. */
  readonly t: number;
  /** The standard error of the difference of their means, in the unit of the values. */
  readonly error: number;
}

export function welch(a: readonly number[], b: readonly number[]): Comparison {
  const [left, right] = [moments(a), moments(b)];
  const error = Math.sqrt(left.variance / a.length + right.variance / b.length);
  return { t: (left.mean - right.mean) / error, error };
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
