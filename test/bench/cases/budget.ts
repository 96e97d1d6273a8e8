/** Five thousand repositories that share one credential of GitHub. */
import { simulateFitting } from "../../support/budget-plans.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { significant } from "../statistics.ts";

const HOURS = 30;
const SEED = 1;

export const budget: BenchCase = {
  results: [
    {
      name: "budget-5000",
      unit: "intervals",
      mark: { of: "croft", bound: "at most", value: 2 },
      columns: { croft: "worst", bare: "median" },
      does: `Simulated: 5,000 repositories of all tiers refresh themselves for ${HOURS} hours with one credential of 5,000 requests an hour, while GitHub fails twice a day and limits four times. How old a repository became before it was refreshed, in intervals of its tier; time in which GitHub wanted nobody does not count. The decisions are those of the budget's object, the clock and GitHub are not real.`,
      proves:
        "That nobody is starved where the hour is enough: GitHub answers most refreshes with 304, which cost nothing. What happens where twice as much is wanted as there is, a test says (test/unit/budget-simulation.test.ts). It misses how long requests take when GitHub is slow.",
    },
  ],
  async run(bench: Bench) {
    const run = simulateFitting(Math.max(1, HOURS * bench.effort.scale), SEED);
    const tiers = Object.values(run.tiers);
    const worst = Math.max(...tiers.map((tier) => tier.worst));
    const typical = Math.max(...tiers.map((tier) => tier.median));
    const note = `${run.requests} requests, ${run.spent} of them counted; least left of an hour: ${run.leastRemaining}; at most ${run.mostInFlight} at a time and ${run.mostInAMinute} a minute; ${run.inClosedTime} inside a time to wait`;
    return [{ croft: significant(worst), bare: significant(typical), note }];
  },
};
