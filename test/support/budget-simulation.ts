/** One credential, thousands of repositories, and days of simulated time: who waits how long, and what GitHub sees. */
import { NEW_BUDGET } from "../../objects/budget/decisions.ts";
import { Lending } from "../../objects/budget/lending.ts";
import type { Report } from "../../objects/github/lease.ts";
import { type Interest, interval } from "../../objects/repository/interest.ts";
import { Agenda } from "./agenda.ts";
import { mulberry32 } from "./mulberry32.ts";
import { type GithubPlan, SimulatedGithub } from "./simulated-github.ts";

const START = Date.UTC(2026, 10, 21);
const HOUR = 60 * 60_000;
/** Requests of one refresh, one after the other. */
const REFRESH = 4;
/** Requests that it asks for, as a repository does that does not know yet how much has changed. */
const ASKED = 20;
/** A repository whose refresh failed lets GitHub be for so long, whatever the budget says. */
const AFTER_FAILURE_MS = 30_000;

export interface SimulatedTier {
  readonly interest: Interest;
  readonly repositories: number;
}

/** Times of `github` are milliseconds since the beginning. */
export interface Simulation {
  readonly seed: number;
  readonly hours: number;
  readonly tiers: Readonly<Record<string, SimulatedTier>>;
  readonly github: GithubPlan;
}

/** How old a tier's repositories became before they were refreshed. */
export interface TierFigures {
  readonly refreshes: number;
  /** Parts of the tier's interval; time in which GitHub wanted nobody does not count. */
  readonly median: number;
  readonly worst: number;
  /** How much later than its interval, in ms. */
  readonly medianLate: number;
  readonly worstLate: number;
}

export interface Simulated {
  readonly tiers: Readonly<Record<string, TierFigures>>;
  readonly requests: number;
  /** Requests that cost one of the hour's. */
  readonly spent: number;
  readonly leastRemaining: number;
  readonly mostInFlight: number;
  readonly mostInAMinute: number;
  /** Sent while everybody had been told to wait. */
  readonly inClosedTime: number;
  readonly askedPerRefresh: number;
  /** Time in which GitHub wanted nobody (ms). */
  readonly closedMs: number;
}

interface Repository {
  readonly number: number;
  readonly tier: string;
  readonly interest: Interest;
  /** When it was last refreshed, and how much closed time there had been. */
  freshAt: number;
  closedBefore: number;
  /** Requests that its refresh still needs. */
  needs: number;
}

export function simulate(simulation: Simulation): Simulated {
  return new Run(simulation).run();
}

class Run {
  readonly #simulation: Simulation;
  readonly #random: () => number;
  readonly #agenda = new Agenda();
  readonly #lending = new Lending(NEW_BUDGET);
  readonly #github: SimulatedGithub;
  readonly #repositories: Repository[] = [];
  readonly #ages = new Map<string, { age: number; every: number }[]>();
  readonly #minutes = new Map<number, number>();
  #inFlight = 0;
  #mostInFlight = 0;
  #requests = 0;
  #asked = 0;
  #refreshes = 0;
  #inClosedTime = 0;
  #closedMs = 0;
  #closedUntil = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#random = mulberry32(simulation.seed);
    const moved = ({ from, until }: { from: number; until: number }) => ({ from: START + from, until: START + until });
    const { outages, limits } = simulation.github;
    const plan = { ...simulation.github, outages: outages.map(moved), limits: limits.map(moved) };
    this.#github = new SimulatedGithub(plan, this.#random);
  }

  run(): Simulated {
    const end = START + this.#simulation.hours * HOUR;
    for (const [tier, { interest, repositories }] of Object.entries(this.#simulation.tiers))
      for (let count = 0; count < repositories; count += 1) this.#add(tier, interest);
    this.#agenda.runUntil(end);
    // Who is overdue at the end waits no less than those who were served.
    for (const repository of this.#repositories) {
      const age = end - repository.freshAt;
      if (age > this.#every(repository)) this.#aged(repository, end);
    }
    return this.#figures();
  }

  #add(tier: string, interest: Interest): void {
    const repository = {
      number: this.#repositories.length + 1,
      tier,
      interest,
      freshAt: START,
      closedBefore: 0,
      needs: REFRESH,
    };
    // As if it had been refreshed before the beginning, at any time of its interval.
    repository.freshAt = START - this.#random() * this.#every(repository);
    this.#repositories.push(repository);
    this.#agenda.enter(Math.max(START, repository.freshAt + this.#next(interest)), (now) => this.#ask(repository, now));
  }

  #next(interest: Interest): number {
    return interval(interest, this.#random()) ?? Number.POSITIVE_INFINITY;
  }

  /** The interval without chance. */
  #every({ interest }: Repository): number {
    return interval(interest, 0.5) ?? Number.POSITIVE_INFINITY;
  }

  /** Alarms ring a little late, and some of them much. */
  #later(at: number, act: (now: number) => void): void {
    this.#agenda.enter(at + this.#random() * (this.#random() < 0.005 ? 20_000 : 50), act);
  }

  #ask(repository: Repository, now: number): void {
    this.#asked += 1;
    const watched = repository.interest.is === "watched";
    const lent = this.#lending.ask({ repository: repository.number, watched, requests: ASKED }, now);
    if ("askAt" in lent) this.#later(lent.askAt, (then) => this.#ask(repository, then));
    else this.#send(repository, now);
  }

  #send(repository: Repository, now: number): void {
    this.#requests += 1;
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    if (now < this.#closedUntil) this.#inClosedTime += 1;
    const minute = Math.floor(now / 60_000);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1);
    const answer = this.#github.answer(now);
    const takes = answer.failed ? 1_000 : 100 + 300 * this.#random();
    this.#agenda.enter(now + takes, (then) => this.#receive(repository, answer, then));
  }

  #receive(repository: Repository, answer: Report, now: number): void {
    this.#inFlight -= 1;
    const good = !answer.failed && !answer.limit;
    if (good) repository.needs -= 1;
    const over = !good || repository.needs === 0;
    const left = this.#lending.settle({ repository: repository.number, reports: [answer], done: over }, now);
    this.#noteClosed(now);
    if (repository.needs === 0) this.#refreshed(repository, now);
    else if (left > 0) this.#send(repository, now);
    else this.#askForMore(repository, answer, over, now);
  }

  #askForMore(repository: Repository, answer: Report, over: boolean, now: number): void {
    if (!over) this.#lending.settle({ repository: repository.number, reports: [], done: true }, now);
    this.#later(now + (answer.failed ? AFTER_FAILURE_MS : 0), (then) => this.#ask(repository, then));
  }

  #refreshed(repository: Repository, now: number): void {
    this.#refreshes += 1;
    this.#aged(repository, now);
    repository.freshAt = now;
    repository.closedBefore = this.#closedBefore(now);
    repository.needs = REFRESH;
    this.#later(now + this.#next(repository.interest), (then) => this.#ask(repository, then));
  }

  #aged(repository: Repository, now: number): void {
    const age = now - repository.freshAt - (this.#closedBefore(now) - repository.closedBefore);
    const ages = this.#ages.get(repository.tier) ?? [];
    ages.push({ age, every: this.#every(repository) });
    this.#ages.set(repository.tier, ages);
  }

  #noteClosed(now: number): void {
    const { blockedUntil, openUntil } = this.#lending.budget;
    const until = Math.max(blockedUntil, openUntil);
    if (until <= now || until <= this.#closedUntil) return;
    this.#closedMs += until - Math.max(now, this.#closedUntil);
    this.#closedUntil = until;
  }

  #closedBefore(now: number): number {
    return this.#closedMs - Math.max(this.#closedUntil - now, 0);
  }

  #figures(): Simulated {
    const tiers = Object.fromEntries([...this.#ages].map(([tier, ages]) => [tier, tierFigures(ages)]));
    return {
      tiers,
      requests: this.#requests,
      spent: this.#github.spent,
      leastRemaining: this.#github.least,
      mostInFlight: this.#mostInFlight,
      mostInAMinute: Math.max(...this.#minutes.values()),
      inClosedTime: this.#inClosedTime,
      askedPerRefresh: this.#asked / this.#refreshes,
      closedMs: this.#closedMs,
    };
  }
}

function tierFigures(ages: readonly { age: number; every: number }[]): TierFigures {
  const parts = ages.map(({ age, every }) => age / every).toSorted((a, b) => a - b);
  const late = ages.map(({ age, every }) => age - every).toSorted((a, b) => a - b);
  const middle = Math.floor(ages.length / 2);
  return {
    refreshes: ages.length,
    median: parts[middle] ?? 0,
    worst: parts.at(-1) ?? 0,
    medianLate: late[middle] ?? 0,
    worstLate: late.at(-1) ?? 0,
  };
}
