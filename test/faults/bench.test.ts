import { expect, it } from "vitest";
import { CASES } from "../bench/cases/all.ts";
import { authBundle } from "../bench/cases/auth-bundle.ts";
import { budget } from "../bench/cases/budget.ts";
import { bundle } from "../bench/cases/bundle.ts";
import { dashboardLoad } from "../bench/cases/dashboard-load.ts";
import { firstSync } from "../bench/cases/first-sync.ts";
import { tenants } from "../bench/cases/tenants.ts";
import type { BenchResult } from "../bench/results.ts";
import { measure } from "../bench/run.ts";

// Those that are left out take longest, and need nothing that the others, or other tests, do not.
const SLOW = [tenants, bundle, authBundle, dashboardLoad, firstSync, budget];
const QUICK = CASES.filter((each) => !SLOW.includes(each));

it("measures its cases, if only with a hundredth of the work", async () => {
  const results: BenchResult[] = [];
  await measure(QUICK, { seconds: 0.3, rounds: 1, scale: 0.01 }, (found) => results.push(...found));
  const names = QUICK.flatMap((each) => each.results.map(({ name }) => name));
  expect(results.map((result) => result.case)).toEqual(names);
  for (const { case: name, ratio, croft, bare } of results) {
    expect(ratio, name).toBeGreaterThan(0);
    expect(croft, name).toBeGreaterThan(0);
    expect(bare, name).toBeGreaterThan(0);
  }
});
