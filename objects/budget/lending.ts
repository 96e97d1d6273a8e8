/** A budget and those who wait for it. */
import type { Ask, Settlement } from "../github/lease.ts";
import { ask, type Budget, horizonOf, type Lent, release, remainingOf, report } from "./decisions.ts";
import { WaitingLine } from "./waiting-line.ts";

export class Lending {
  readonly #line = new WaitingLine();
  #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** What has to be kept. */
  get budget(): Budget {
    return this.#budget;
  }

  get waiting(): number {
    return this.#line.size;
  }

  ask(wanted: Ask, now: number): Lent {
    const lent = this.askOnce(wanted, now);
    if ("askAt" in lent) this.#line.wait(wanted, lent.askAt);
    else this.#line.leave(wanted.repository);
    return lent;
  }

  /** The same for somebody for whom no place is to be kept. */
  askOnce(wanted: Ask, now: number): Lent {
    const standing = this.#line.standing(wanted, now, horizonOf(this.#budget));
    const [budget, lent] = ask(this.#budget, wanted, standing, now);
    this.#budget = budget;
    return lent;
  }

  /** @returns the requests that the lease still allows. */
  settle({ repository, reports, done }: Settlement, now: number): number {
    for (const each of reports) this.#budget = report(this.#budget, repository, each, now);
    if (done) this.#budget = release(this.#budget, repository, now);
    return remainingOf(this.#budget, repository, now);
  }
}
