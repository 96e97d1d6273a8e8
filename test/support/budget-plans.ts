/** Five thousand repositories on one credential: as many changes as it can follow, and twice as many. */
import { type Simulated, type Simulation, simulate } from "./budget-simulation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const span = (hour: number, minutes: number) => ({ from: hour * HOUR, until: hour * HOUR + minutes * MINUTE });
/** GitHub fails twice a day, and four times a day says that it was asked too much at once. */
const TROUBLE = {
  limit: 5_000,
  outages: [span(6, 12), span(17, 40)],
  limits: [span(3.3, 1), span(9.3, 3), span(14.3, 5), span(20.3, 7)],
};

interface Crowd {
  readonly watched: number;
  readonly today: number;
  readonly month: number;
  readonly quiet: number;
  readonly archived: number;
}

function tiersOf(crowd: Crowd): Simulation["tiers"] {
  return {
    watched: { interest: { is: "watched" }, repositories: crowd.watched },
    today: { interest: { is: "today" }, repositories: crowd.today },
    month: { interest: { is: "month", age: 0.5 }, repositories: crowd.month },
    quiet: { interest: { is: "quiet" }, repositories: crowd.quiet },
    archived: { interest: { is: "archived" }, repositories: crowd.archived },
  };
}

/** About 4,700 refreshes and 18,600 requests an hour, of which 2,800 are no 304. */
export function simulateFitting(hours: number, seed: number): Simulated {
  const tiers = tiersOf({ watched: 50, today: 300, month: 1_500, quiet: 2_650, archived: 500 });
  return simulate({ seed, hours, tiers, github: { ...TROUBLE, changing: 0.15 } });
}

/** About 7,900 refreshes and 31,500 requests an hour, of which 9,400 are no 304: twice what the hour has. */
export function simulateOverload(hours: number, seed: number): Simulated {
  const tiers = tiersOf({ watched: 20, today: 1_000, month: 2_000, quiet: 1_500, archived: 480 });
  return simulate({ seed, hours, tiers, github: { ...TROUBLE, changing: 0.3 } });
}

/** Three hundred repositories that people look at: they alone want twice what the hour has. */
export function simulateCrowd(hours: number, seed: number): Simulated {
  const tiers = tiersOf({ watched: 300, today: 100, month: 0, quiet: 0, archived: 0 });
  return simulate({ seed, hours, tiers, github: { ...TROUBLE, changing: 0.3 } });
}
