import { expect, it } from "vitest";
import { mulberry32 } from "../support/mulberry32.ts";
import { welch } from "../support/welch.ts";

/** Times about a mean, each as far from it as the sum of twelve random numbers is from six: almost normal, of deviation one. */
function times(seed: number, mean: number, count: number): number[] {
  const random = mulberry32(seed);
  const sum = () => Array.from({ length: 12 }, random).reduce((total, each) => total + each, 0);
  return Array.from({ length: count }, () => mean - 6 + sum());
}

it("Welch's t of two series about one mean is small, and grows with the distance of their means", () => {
  const same = welch(times(1, 400, 100), times(2, 400, 100));
  expect(Math.abs(same.t)).toBeLessThan(3);
  expect(same.error).toBeCloseTo(Math.sqrt(2 / 100), 1);
  const apart = welch(times(1, 401, 100), times(2, 400, 100));
  expect(apart.t).toBeGreaterThan(4.5);
});
