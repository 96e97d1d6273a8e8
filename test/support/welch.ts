/** Whether two series of times differ. */

/** Welch's t of two series: how many standard errors their means lie apart. */
export function welch(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [moments(a), moments(b)];
  return (left.mean - right.mean) / Math.sqrt(left.variance / a.length + right.variance / b.length);
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
