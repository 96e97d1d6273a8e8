import { expect, it } from "vitest";
import { CASES } from "../bench/cases/all.ts";
import { authBundle } from "../bench/cases/auth-bundle.ts";
import { batch } from "../bench/cases/batch.ts";
import { budget } from "../bench/cases/budget.ts";
import { bundle } from "../bench/cases/bundle.ts";
import { dashboardLoad } from "../bench/cases/dashboard-load.ts";
import { dashboardRestart } from "../bench/cases/dashboard-restart.ts";
import { dashboardScroll } from "../bench/cases/dashboard-scroll.ts";
import { firstSync } from "../bench/cases/first-sync.ts";
import { list } from "../bench/cases/list.ts";
import { tenants } from "../bench/cases/tenants.ts";
import { unchangedRefresh } from "../bench/cases/unchanged-refresh.ts";
import type { BenchResult } from "../bench/results.ts";
import { measure } from "../bench/run.ts";

// Those that are left out take longest, or go the way of another one; they need nothing that the others, or other tests, do not.
const SLOW = [
  tenants,
  bundle,
  authBundle,
  dashboardLoad,
  dashboardRestart,
  dashboardScroll,
  firstSync,
  budget,
  unchangedRefresh,
];
const ALIKE = [list, batch];
const QUICK = CASES.filter((each) => ![...SLOW, ...ALIKE].includes(each));

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
