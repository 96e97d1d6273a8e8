import { describe, expect, it } from "vitest";
import { simulateCrowd, simulateFitting, simulateOverload } from "../support/budget-plans.ts";
import type { Simulated } from "../support/budget-simulation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What holds however many repositories there are. */
function expectManners({ leastRemaining, mostInFlight, mostInAMinute, inClosedTime }: Simulated): void {
  expect(leastRemaining).toBeGreaterThanOrEqual(50);
  expect(mostInFlight).toBeLessThanOrEqual(10);
  // GitHub allows 900.
  expect(mostInAMinute).toBeLessThanOrEqual(615);
  expect(inClosedTime).toBe(0);
}

describe("five thousand repositories on one credential", () => {
  it("are refreshed in time where the hour is enough, whatever GitHub does in between", () => {
    const run = simulateFitting(30, 1);
    expectManners(run);
    for (const [tier, { worst }] of Object.entries(run.tiers)) expect([tier, worst < 2]).toEqual([tier, true]);
    // More than a day of each tier, and closed times that were long enough to matter.
    expect(run.tiers.quiet?.refreshes).toBeGreaterThan(2_650);
    expect(run.closedMs).toBeGreaterThan(HOUR);
    expect(run.askedPerRefresh).toBeLessThan(1.5);
  });

  it("share what there is where it is half of what they need: people wait for nobody, all others about as long as each other", () => {
    const run = simulateOverload(24, 2);
    expectManners(run);
    const { watched, today, month } = run.tiers;
    expect(watched?.worst).toBeLessThan(2);
    expect(run.leastRemaining).toBeLessThan(1_050);
    expect(today?.medianLate).toBeGreaterThan(MINUTE);
    // Nobody waits longer than until the next hour has come and its line is served.
    for (const tier of [today, month]) expect(tier?.worstLate).toBeLessThan(1.5 * HOUR);
  });

  it("leave the last fifty requests of an hour to others, even where people alone want more than there are", () => {
    const run = simulateCrowd(3, 3);
    expectManners(run);
    expect(run.leastRemaining).toBeLessThan(60);
  });
});
