/**
 * An object has one alarm and many things to do later. Jobs are rows; the alarm rings for the earliest.
 * A job is scheduled inside the transaction of the write it belongs to, runs at least once (it must be harmless to
 * repeat), is retried with growing waits and parked when it keeps failing. Nothing a job does stops the others.
 */
import type { Database } from "./database.ts";
import { LONGEST_BACKOFF_MS, nextAlarm, soonEnough } from "./job-decisions.ts";
import { JobPass } from "./job-pass.ts";
import { type Job, JobTable } from "./job-table.ts";

/**
 * A throwing or killed `alarm()` is given up after seven attempts and then nothing ever rings again (platform.md, point 3):
 * the first thing it does is to arm this much ahead.
 */
const SAFETY_MS = 60_000;

/** One attempt at a job. */
export interface JobRun {
  readonly key: string;
  /** What was given to `schedule`, or null; the kind parses it. */
  readonly payload: unknown;
  /** From 1. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
}

/**
 * What a run returns: nothing when the work is done, or the time (milliseconds since 1970) at which it goes on,
 * with a new payload if one is given.
 */
export type JobOutcome = { readonly again: number; readonly payload?: unknown } | undefined;

export interface JobKind {
  /** May be repeated, and after its deadline even run beside its own successor: effects must be idempotent. */
  run(job: JobRun): Promise<JobOutcome> | Promise<void>;
  /** The job recurs: due again this long after each end. */
  readonly everyMs?: number;
  /** Failures until it is parked; 8 unless said. A recurring job is reported then and waits for its next turn. */
  readonly maxAttempts?: number;
  /** Milliseconds a run may take; 15 s unless said. Longer work goes on by `again`. */
  readonly deadlineMs?: number;
  /** Longest wait between attempts; 15 minutes unless said. */
  readonly longestBackoffMs?: number;
}

/** A job given up, as it is reported. `payload` is JSON text. */
export interface ParkedJob {
  readonly key: string;
  readonly kind: string;
  readonly payload: string;
  readonly attempts: number;
}

export interface JobsOptions {
  readonly database: Database;
  /** The object's own alarm: `getAlarm`, `setAlarm`, `deleteAlarm` of its storage. */
  readonly alarm: { get(): Promise<number | null>; set(at: number): Promise<void>; clear(): Promise<void> };
  readonly kinds: Readonly<Record<string, JobKind>>;
  readonly now: () => number;
  /** Told of each job that failed too often; what it throws is logged. */
  onParked(job: ParkedJob, error: unknown): void;
  readonly log?: (event: string, fields: Readonly<Record<string, string | number>>) => void;
  /** From 0 to 1; `Math.random` unless a test needs to know. */
  readonly random?: () => number;
}

const DONE = Promise.resolve();

export class Jobs {
  readonly #options: JobsOptions;
  readonly #table: JobTable;
  readonly #pass: JobPass;
  /** Committed due times of jobs met so far, so that scheduling a job that is due soon anyway costs no SQL. */
  readonly #known = new Map<string, Job>();
  /** Jobs scheduled since the last `arm`, perhaps by a transaction that was rolled back. */
  readonly #unconfirmed = new Set<string>();
  /** When the platform's alarm rings: null for never, undefined for unknown. */
  #armedAt: number | null | undefined;
  /** The alarm must never be armed further ahead than this. */
  #horizonMs = Number.POSITIVE_INFINITY;
  #passing = false;

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#table = new JobTable(options.database.sql);
    this.#pass = new JobPass(this.#table, options, (key) => this.#known.delete(key));
  }

  /**
   * Has the job of this key run at `dueAt` (milliseconds since 1970) or soon after. Synchronous: call it inside the
   * transaction of the write, and `arm` after the commit. A job that exists is moved earlier, never later; it keeps its
   * payload unless a new one is given, and a wait after a failure is not cut short. `replace` makes it anew instead.
   */
  schedule(key: string, kind: string, dueAt: number, payload?: unknown, options: { replace?: boolean } = {}): void {
    if (!Object.hasOwn(this.#options.kinds, kind)) throw new Error(`No kind of job is called "${kind}".`);
    const now = this.#options.now();
    const run = this.#pass.running.get(key);
    if (run) {
      run.scheduledAt = Math.min(run.scheduledAt ?? dueAt, dueAt);
      run.payloadGiven ||= payload !== undefined;
      run.replaced ||= options.replace === true;
    }
    const known = this.#known.get(key);
    const stays = run !== undefined || (known !== undefined && soonEnough(known, dueAt, now));
    if (stays && payload === undefined && !options.replace) return;
    const text = payload === undefined ? null : JSON.stringify(payload);
    if (options.replace) this.#table.replace(key, kind, dueAt, text);
    else this.#table.schedule(key, kind, dueAt, text, now + LONGEST_BACKOFF_MS);
    this.#known.delete(key);
    this.#unconfirmed.add(key);
  }

  /**
   * Creates the jobs of all kinds with `everyMs` that are missing; the kind's name is the key. Call it when the object
   * starts, before `ensureArmed`, in objects that were provisioned.
   */
  ensureRecurring(): void {
    const now = this.#options.now();
    const recurring: { kind: string; dueAt: number }[] = [];
    for (const [kind, { everyMs }] of Object.entries(this.#options.kinds)) {
      if (everyMs === undefined) continue;
      recurring.push({ kind, dueAt: now + everyMs });
      this.#known.delete(kind);
      this.#horizonMs = Math.min(this.#horizonMs, Math.max(everyMs, LONGEST_BACKOFF_MS));
    }
    if (recurring.length > 0) this.#table.recur(recurring, now + LONGEST_BACKOFF_MS);
  }

  /** Takes a parked job up again, at once. Returns whether there was one; call `arm` afterwards. */
  unpark(key: string): boolean {
    const found = this.#table.unpark(key, this.#options.now());
    if (found) this.#unconfirmed.add(key);
    this.#known.delete(key);
    return found;
  }

  /**
   * Sets the platform's alarm if a job scheduled since the last call is due before it rings. Call it after the commit,
   * in the same turn: then both reach the disk together. Costs nothing when nothing new was scheduled.
   */
  arm(): Promise<void> {
    const now = this.#options.now();
    if (this.#clockWasSetBack(now)) return this.#rearm(now);
    if (this.#unconfirmed.size === 0) return DONE;
    const fresh = this.#confirm();
    const next = nextAlarm(fresh, now);
    if (next === null) return DONE;
    if (this.#passing) {
      // The pass arms when it ends; until then it looks for due jobs itself.
      this.#pass.expect(next);
      return DONE;
    }
    if (this.#armedAt === undefined) return this.ensureArmed();
    if (this.#armedAt !== null && this.#armedAt <= next) return DONE;
    return this.#set(next);
  }

  /** Sets the alarm where jobs exist and none rings in time: an alarm can be lost. Call it when the object starts. */
  async ensureArmed(): Promise<void> {
    const armed = await this.#options.alarm.get();
    // Something may have armed while the storage answered; what it remembers is newer.
    this.#armedAt ??= armed;
    if (this.#passing) return;
    const next = nextAlarm(this.#table.firstAfter(-1), this.#options.now());
    if (next !== null && (this.#armedAt === null || this.#armedAt > next)) await this.#set(next);
  }

  /**
   * The body of `alarm()`. Runs what is due and arms for what comes next. Rejects only if the object's own storage fails.
   */
  async runDue(): Promise<void> {
    await this.#set(this.#options.now() + SAFETY_MS);
    if (this.#passing) return this.#pass.expect(this.#options.now());
    this.#passing = true;
    try {
      await this.#pass.run();
    } finally {
      this.#passing = false;
      this.#confirm();
      // Where an outcome could not be written, the safety alarm stays: its minute keeps the job from running in circles.
      if (!this.#pass.stuck) await this.#rearm(this.#options.now());
    }
  }

  /** Reads back what became of the jobs scheduled since the last call: a rolled-back one is as it was before. */
  #confirm(): Job[] {
    const jobs: Job[] = [];
    for (const key of this.#unconfirmed) {
      const job = this.#table.get(key);
      if (!job) continue;
      this.#known.set(key, job);
      jobs.push(job);
    }
    this.#unconfirmed.clear();
    return jobs;
  }

  /** Only recurring jobs tell: a single one may rightly be due next year. */
  #clockWasSetBack(now: number): boolean {
    return typeof this.#armedAt === "number" && this.#armedAt > now + this.#horizonMs && !this.#passing;
  }

  /** Arms for the earliest job of the table, whatever was armed before. */
  #rearm(now: number): Promise<void> {
    if (this.#horizonMs < Number.POSITIVE_INFINITY) this.ensureRecurring();
    const next = nextAlarm(this.#table.firstAfter(-1), now);
    if (next !== null) return this.#set(next);
    this.#armedAt = null;
    return this.#options.alarm.clear();
  }

  /** Remembers before it waits, so that calls made meanwhile compare with the newest. */
  async #set(at: number): Promise<void> {
    this.#armedAt = at;
    try {
      await this.#options.alarm.set(at);
    } catch (error) {
      this.#armedAt = undefined;
      throw error;
    }
  }
}
