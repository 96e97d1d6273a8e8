/**
 * The budget of one credential of GitHub, whose name it has: leases requests to repositories, and alone knows the credential.
 * Wiring only; what it decides is in the files beside it.
 */
import { DurableObject } from "cloudflare:workers";
import { parseEnv } from "../../src/env.ts";
import { log, setLogLevel } from "../../src/log.ts";
import { request } from "../github/fetch.ts";
import {
  type Answered,
  type Ask,
  type FoundInstallation,
  type LookedUp,
  type LookUp,
  type Report,
  reportOf,
  type Settled,
  type Settlement,
} from "../github/lease.ts";
import { NEW_BUDGET } from "./decisions.ts";
import { findInstallation } from "./installation.ts";
import { Lending } from "./lending.ts";
import { type AskedOnce, followed } from "./look-up.ts";
import { redeliverHourly } from "./redelivery.ts";
import { readState, type State, writeState } from "./state.ts";
import { Tokens } from "./tokens.ts";
import type { BudgetView } from "./view.ts";

/** An installation may have been unsuspended, and a clock set right: they are tried again. Other credentials have to change. */
const DEAD_APP_MS = 60 * 60_000;
/** Where GitHub could not be asked for a token. */
const AFTER_FAILURE_MS = 30_000;
const LOOK_UP_DEADLINE_MS = 10_000;
const LOOK_UP_BYTES = 1_000_000;
const TOKEN = /^[\x21-\x7e]{1,1000}$/;

export class GithubBudget extends DurableObject<Cloudflare.Env> {
  readonly #baseUrl: string;
  readonly #tokens: Tokens;
  #fingerprint = "";
  #lending = new Lending(NEW_BUDGET);
  #deadSince: number | null = null;
  #lookUps = 0;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const settings = parseEnv(env);
    setLogLevel(settings.logLevel);
    this.#baseUrl = settings.githubApiUrl;
    this.#tokens = new Tokens(ctx.id.name, settings, ctx.storage.kv);
    void ctx.blockConcurrencyWhile(async () => {
      this.#fingerprint = await this.#tokens.fingerprint();
      this.#take(readState(ctx.storage.kv, this.#fingerprint));
    });
  }

  /** RPC: leases requests to a repository, or says when it may ask again. */
  ask(wanted: Ask): Promise<Answered> {
    return this.#ask(wanted, true);
  }

  /** RPC: takes in what requests of a lease came to. To be told after each answer, so that a limit reaches everybody at once. */
  settle({ repository, reports, done }: Settlement): Settled {
    const now = Date.now();
    // Who holds no lease speaks of a time long past, or of another token than today's.
    if (!this.#lending.budget.leases.some((lease) => lease.repository === repository)) return { requests: 0 };
    const requests = this.#lending.settle({ repository, reports, done }, now);
    if (reports.some(({ unauthenticated }) => unauthenticated)) this.#refused(now);
    this.#save();
    return { requests: this.#isDead(now) ? 0 : requests };
  }

  /** RPC: asks GitHub for one repository, with this credential, before all repositories that wait. */
  lookUp(wanted: LookUp): Promise<LookedUp> {
    return followed(wanted, this.#baseUrl, (path) => this.#request(path), Date.now);
  }

  /** RPC, of the App: its installation for a repository. */
  installationOf(wanted: { readonly owner: string; readonly name: string }): Promise<FoundInstallation> {
    return findInstallation(wanted, (path) => this.#request(path), Date.now);
  }

  /** RPC, of the App: has GitHub send again what never arrived, once an hour. Returns how many deliveries it asked for. */
  redeliver(): Promise<number> {
    return redeliverHourly(
      this.ctx.storage.kv,
      (path, method) => this.#request(path, method),
      this.#baseUrl,
      Date.now(),
    );
  }

  /** RPC, of an installation: it was suspended, or is good again. It gets another token, and is alive until GitHub says otherwise. */
  renew(): void {
    this.#tokens.drop();
    this.#deadSince = null;
    this.#save();
  }

  /** RPC: the tenant's token from now on. It has requests of its own, and is alive until GitHub says otherwise. */
  async setToken(token: string): Promise<void> {
    if (this.#tokens.credential.kind !== "tenant") throw new Error("Only a tenant brings its token.");
    if (!TOKEN.test(token)) throw new Error("A token is visible ASCII.");
    await this.#tokens.keep(token, null);
    this.#take({ budget: NEW_BUDGET, deadSince: null, fingerprint: this.#fingerprint });
    this.#save();
  }

  /** RPC: nothing is left of the credential. */
  async forget(): Promise<void> {
    this.#tokens.drop();
    this.#take({ budget: NEW_BUDGET, deadSince: null, fingerprint: this.#fingerprint });
    await this.ctx.storage.deleteAll();
  }

  /** RPC: how it stands. */
  view(): BudgetView {
    const { hour, blockedUntil, openUntil, failures, leases } = this.#lending.budget;
    const { waiting } = this.#lending;
    const dead = this.#isDead(Date.now());
    const { isPresent: present } = this.#tokens;
    return { present, hour, blockedUntil, openUntil, failures, leases: leases.length, waiting, dead };
  }

  async #ask(wanted: Ask, keepsPlace: boolean): Promise<Answered> {
    const now = Date.now();
    if (this.#isDead(now)) return { dead: true };
    const lent = keepsPlace ? this.#lending.ask(wanted, now) : this.#lending.askOnce(wanted, now);
    if ("askAt" in lent) return lent;
    const authorization = await this.#tokens.authorization(now);
    if (authorization.is === "ready") {
      this.#save();
      const { requests, until } = lent.lease;
      return { lease: { requests, until }, authorization: authorization.header, baseUrl: this.#baseUrl };
    }
    const reports = authorization.is === "failed" ? [authorization.report] : [];
    this.#lending.settle({ repository: wanted.repository, reports, done: true }, now);
    if (authorization.is === "failed") return { askAt: this.#afterFailure(now) };
    // Where there is no token there is nothing to keep: one that comes later is alive.
    if (this.#tokens.credential.kind === "installation") this.#die(now);
    return { dead: true };
  }

  #afterFailure(now: number): number {
    this.#save();
    const { blockedUntil, openUntil } = this.#lending.budget;
    return Math.max(blockedUntil, openUntil, now + AFTER_FAILURE_MS);
  }

  async #request(path: string, method: "GET" | "POST" = "GET"): Promise<AskedOnce> {
    // No repository has a number below one.
    this.#lookUps += 1;
    const repository = -this.#lookUps;
    const granted = await this.#ask({ repository, watched: true, requests: 1 }, false);
    if (!("lease" in granted)) return granted;
    const { baseUrl, authorization } = granted;
    const headers: Record<string, string> = authorization === null ? {} : { authorization };
    const fetched = await request({
      baseUrl,
      path,
      method,
      headers,
      deadlineMs: LOOK_UP_DEADLINE_MS,
      maxBytes: LOOK_UP_BYTES,
    });
    const report: Report = reportOf(fetched, Date.now());
    this.settle({ repository, reports: [report], done: true });
    return fetched;
  }

  /** An installation gets another token; every other credential is dead until it changes. */
  #refused(now: number): void {
    if (this.#tokens.credential.kind === "installation") this.#tokens.drop();
    else if (this.#tokens.credential.kind !== "anonymous") this.#die(now);
  }

  #die(now: number): void {
    this.#deadSince = now;
    this.#save();
    log("warn", { event: "credential-dead", credential: this.ctx.id.name });
  }

  #isDead(now: number): boolean {
    if (this.#deadSince === null) return false;
    const { kind } = this.#tokens.credential;
    return (kind !== "installation" && kind !== "app") || this.#deadSince + DEAD_APP_MS > now;
  }

  #take({ budget, deadSince }: State): void {
    this.#lending = new Lending(budget);
    this.#deadSince = deadSince;
  }

  #save(): void {
    const state = { budget: this.#lending.budget, deadSince: this.#deadSince, fingerprint: this.#fingerprint };
    writeState(this.ctx.storage.kv, state);
  }
}
