/**
 * One ringing of the alarm: runs what is due, a few jobs at once and kinds in turns, until nothing is left.
 * A run that hangs keeps its place until its deadline and holds up nobody; what it returns later is ignored.
 */
import {
  backoff,
  type Fate,
  fateAfterFailure,
  fateAfterSuccess,
  fullKinds,
  LONGEST_BACKOFF_MS,
  NEVER,
  nextAlarm,
} from "./job-decisions.ts";
import type { Job, JobTable, Waiting } from "./job-table.ts";
import type { JobKind, JobOutcome, JobsOptions } from "./jobs.ts";

/** Outgoing connections of one event (platform.md 1.1). */
const PLACES = 6;
/** Of these, what one kind may take. */
const PLACES_OF_KIND = 4;
/** After this many jobs a new alarm takes over: the processor time of one event is bounded (30 s, platform.md 1.1). */
const JOBS_OF_PASS = 2_000;
/** Likewise, well below the 15 minutes of wall time an alarm has. */
const PASS_MS = 10 * 60_000;
/** Jobs that fall due in quick succession are looked for together. */
const SHORTEST_PAUSE_MS = 20;
const DEFAULT_DEADLINE_MS = 15_000;
const DEFAULT_MAX_ATTEMPTS = 8;
/** Characters of an error that are kept with its job. */
const ERROR_LENGTH = 500;

/** A run in flight, and what was asked of its job meanwhile. */
export interface Run {
  readonly kind: string;
  /** Earliest time for which the job was scheduled during the run. */
  scheduledAt: number | null;
  /** A payload was given during the run; it stands against the one that the run returns. */
  payloadGiven: boolean;
  /** The job was replaced during the run: its row stands as it is. */
  replaced: boolean;
}

type Result = { ok: true; value: JobOutcome } | { ok: false; error: unknown };

export class JobPass {
  /** By the job's key. */
  readonly running = new Map<string, Run>();
  readonly #table: JobTable;
  readonly #options: JobsOptions;
  readonly #forget: (key: string) => void;
  /** Jobs whose outcome could not be written: left alone until the next pass, or they would run in circles. */
  readonly #unsettled = new Set<string>();
  readonly #flights = new Set<Promise<void>>();
  #queue: Waiting[] = [];
  /** Full kinds (joined) without which the table has no due job beyond the queue; null where that is not known. */
  #dryWithout: string | null = null;
  #nextDueAt = NEVER;
  #wake: () => void = () => {};

  /** @param forget is told of each job whose row has changed. */
  constructor(table: JobTable, options: JobsOptions, forget: (key: string) => void) {
    this.#table = table;
    this.#options = options;
    this.#forget = forget;
  }

  /** Whether the last pass left a job whose outcome it could not write. */
  get stuck(): boolean {
    return this.#unsettled.size > 0;
  }

  /** Lets a pass under way know of a job that is due at `dueAt`. */
  expect(dueAt: number): void {
    this.#nextDueAt = Math.min(this.#nextDueAt, dueAt);
    this.#wake();
  }

  /** Runs due jobs until none is due and none runs. Never throws for a job's sake. */
  async run(): Promise<void> {
    const started = this.#options.now();
    let left = JOBS_OF_PASS;
    this.#nextDueAt = started;
    this.#unsettled.clear();
    for (;;) {
      // Either way: a clock that is set back must not stretch the pass.
      const inTime = Math.abs(this.#options.now() - started) < PASS_MS;
      if (inTime) left -= this.#startDue(left);
      if (this.#flights.size === 0) return;
      await this.#pause(inTime && left > 0 ? this.#nextDueAt : NEVER);
    }
  }

  /** Fills the free places; returns how many jobs were started. */
  #startDue(most: number): number {
    let count = 0;
    while (count < most && this.running.size < PLACES) {
      const waiting = this.#next();
      if (!waiting) break;
      if (this.#start(waiting.key)) count += 1;
    }
    return count;
  }

  /** The next job whose kind has a place left. The table is searched only when it may have one that the queue has not. */
  #next(): Waiting | undefined {
    if (this.#nextDueAt <= this.#options.now()) {
      this.#queue = [];
      this.#dryWithout = null;
    }
    const full = fullKinds(this.running.values(), PLACES_OF_KIND);
    const find = () => this.#queue.findIndex(({ kind }) => !full.includes(kind));
    if (find() < 0 && this.#dryWithout !== full.join()) {
      this.#look(full);
      if (find() < 0) this.#dryWithout = full.join();
    }
    const at = find();
    return at < 0 ? undefined : this.#queue.splice(at, 1)[0];
  }

  /** What is left of the queue is of full kinds, which are left out: nothing comes twice. */
  #look(full: readonly string[]): void {
    const now = this.#options.now();
    this.#queue.unshift(...this.#table.due(now, { keys: [...this.running.keys(), ...this.#unsettled], kinds: full }));
    this.#nextDueAt = nextAlarm(this.#table.firstAfter(now), now) ?? NEVER;
  }

  /** Until a run ends, somebody wakes the pass, or at `until` a job is due. */
  async #pause(until: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (until >= NEVER) return;
      // A second at most: the due time may lie behind a clock that is set forward meanwhile.
      const wait = Math.min(Math.max(until - this.#options.now(), SHORTEST_PAUSE_MS), 1_000);
      timer = setTimeout(resolve, wait);
    });
    await Promise.race([...this.#flights, woken]);
    clearTimeout(timer);
  }

  /** Whether the job was still there and due. */
  #start(key: string): boolean {
    const job = this.#table.get(key);
    if (!job || job.parkedAt !== null || job.dueAt > this.#options.now()) return false;
    const run: Run = { kind: job.kind, scheduledAt: null, payloadGiven: false, replaced: false };
    this.running.set(key, run);
    const flight = this.#fly(job, run).finally(() => this.#flights.delete(flight));
    this.#flights.add(flight);
    return true;
  }

  async #fly(job: Job, run: Run): Promise<void> {
    try {
      this.#settle(job, run, await this.#attempt(job));
    } catch (error) {
      this.#unsettled.add(job.key);
      this.#options.log?.("job.unsettled", { key: job.key, kind: job.kind, error: messageOf(error) });
    } finally {
      this.running.delete(job.key);
      this.#forget(job.key);
    }
  }

  async #attempt(job: Job): Promise<Result> {
    const kind = this.#kindOf(job);
    const { maxAttempts, longestBackoffMs } = rulesOf(kind);
    const attempt = job.attempts + 1;
    const now = this.#options.now();
    if (attempt > maxAttempts) return { ok: false, error: new Error("The last run did not end.") };
    // Counted before the run: a job that takes the whole object down with it is parked in the end like any other, and the
    // wait parts it from those that happened to run beside it. Jobs that are never parked save the write.
    if (Number.isFinite(maxAttempts)) {
      this.#table.retry(
        job.key,
        now + backoff(attempt, this.#random(), longestBackoffMs),
        attempt,
        "The run did not end.",
      );
    }
    // A kind that this version of the code does not know; perhaps the next one does.
    if (!kind) return { ok: false, error: new Error(`No kind of job is called "${job.kind}".`) };
    return outcomeOf(job, kind, now);
  }

  #settle(job: Job, run: Run, result: Result): void {
    if (run.replaced) return;
    const now = this.#options.now();
    const rules = rulesOf(this.#kindOf(job));
    if (result.ok) {
      const { again = null, payload } = result.value ?? {};
      const text = run.payloadGiven || payload === undefined ? null : JSON.stringify(payload);
      this.#write(job, fateAfterSuccess(rules, again, run.scheduledAt, now), 0, "", text);
      return;
    }
    const attempts = Math.min(job.attempts + 1, rules.maxAttempts);
    const fate = fateAfterFailure(rules, attempts, this.#random(), now);
    const text = messageOf(result.error).slice(0, ERROR_LENGTH);
    this.#write(job, fate, attempts, text, null);
    this.#options.log?.("job.failed", { key: job.key, kind: job.kind, attempts, fate: fate.is, error: text });
    if (fate.is === "parked") this.#report(job, attempts, result.error);
  }

  #report(job: Job, attempts: number, error: unknown): void {
    try {
      this.#options.onParked({ key: job.key, kind: job.kind, payload: job.payload, attempts }, error);
    } catch (reason) {
      this.#options.log?.("job.unreported", { key: job.key, kind: job.kind, error: messageOf(reason) });
    }
  }

  #kindOf(job: Job): JobKind | undefined {
    return Object.hasOwn(this.#options.kinds, job.kind) ? this.#options.kinds[job.kind] : undefined;
  }

  #write(job: Job, fate: Fate, attempts: number, error: string, payload: string | null): void {
    if (fate.is === "done") this.#table.remove(job.key);
    else if (fate.is === "again") this.#table.again(job.key, fate.dueAt, payload);
    else if (fate.is === "retry") this.#table.retry(job.key, fate.dueAt, attempts, error);
    else this.#table.park(job.key, fate.dueAt, this.#options.now(), error);
    if (fate.is !== "done") this.#nextDueAt = Math.min(this.#nextDueAt, fate.dueAt);
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }
}

function rulesOf(kind: JobKind | undefined): { everyMs: number | null; maxAttempts: number; longestBackoffMs: number } {
  return {
    everyMs: kind?.everyMs ?? null,
    maxAttempts: kind?.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    longestBackoffMs: kind?.longestBackoffMs ?? LONGEST_BACKOFF_MS,
  };
}

/** Runs the job, under its deadline. */
async function outcomeOf(job: Job, kind: JobKind, now: number): Promise<Result> {
  const deadlineMs = kind.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No result within ${deadlineMs} ms.`));
      controller.abort();
    }, deadlineMs);
  });
  const run = async (): Promise<JobOutcome> => {
    const payload: unknown = JSON.parse(job.payload);
    const value = await kind.run({ key: job.key, payload, attempt: job.attempts + 1, now, signal: controller.signal });
    return typeof value === "object" ? value : undefined;
  };
  try {
    return { ok: true, value: await Promise.race([run(), deadline]) };
  } catch (error) {
    return { ok: false, error };
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
