/**
 * The rows of a table: a live query that grows as one scrolls, and behind the last that it holds, pages of a list that the
 * change feed keeps right.
 */
import type { AnyRecord, CroftError, LiveQuery, LiveResult, Observable } from "../../client/croft.ts";
import { Coalesced } from "./coalesced.ts";
import { merged } from "./loaded.ts";
import { LoadedPages, type PagesParts } from "./loaded-pages.ts";

/**
 * How many records the live query holds, one after another. It could hold a thousand: those come in one message, for which scrolling
 * stops as long as five frames take.
 */
const WINDOWS = [100, 300] as const;
/** Records behind the last that is shown that are loaded together. */
const AHEAD = 600;
/** Milliseconds between two drawings, and between two readings of the change feed. */
const DRAW_EVERY = 80;
const FOLLOW_EVERY = 200;

export interface ShownRows {
  readonly rows: readonly AnyRecord[];
  readonly status: LiveResult<AnyRecord>["status"];
  readonly error: CroftError | null;
  /** Whether there is more behind the last row. */
  readonly hasMore: boolean;
  /** Why more could not be loaded; null while all is well. */
  readonly problem: unknown;
}

const NOTHING_YET: ShownRows = { rows: [], status: "loading", error: null, hasMore: false, problem: null };

export interface RowsParts extends Omit<PagesParts, "changed"> {
  /** Whether records have versions, by whose sum every change shows. */
  readonly versioned: boolean;
}

export class TableRows implements Observable<ShownRows> {
  readonly #parts: RowsParts;
  readonly #listeners = new Set<(value: ShownRows) => void>();
  readonly #draw = new Coalesced(DRAW_EVERY, () => this.#tell());
  readonly #follow = new Coalesced(FOLLOW_EVERY, () =>
    this.#try(
      () => this.#pages?.follow(),
      () => undefined,
    ),
  );
  #value: ShownRows = NOTHING_YET;
  #window = 0;
  #live: LiveQuery<AnyRecord> | null = null;
  #endLive: () => void = () => undefined;
  /** The next larger query, until it is there. */
  #endNext: () => void = () => undefined;
  #growing = false;
  #pages: LoadedPages | null = null;
  #endSignal: () => void = () => undefined;
  #loading = false;
  #problem: unknown = null;

  constructor(parts: RowsParts) {
    this.#parts = parts;
  }

  get value(): ShownRows {
    return this.#value;
  }

  readonly subscribe = (listener: (value: ShownRows) => void): (() => void) => {
    const own = (value: ShownRows) => listener(value);
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  /** Says that the end of what is loaded is near. */
  more(): void {
    if (!this.#isFull() || this.#growing || this.#loading || this.#problem !== null) return;
    if (this.#window < WINDOWS.length - 1) this.#grow();
    else if (this.#pages === null || this.#pages.loaded?.edge !== null) this.#load();
  }

  /** Tries again what has failed. */
  retry(): void {
    this.#problem = null;
    this.more();
    this.#draw.soon();
  }

  /** Takes in the answer to a write. */
  put(record: AnyRecord): void {
    this.#pages?.put(record);
  }

  remove(ids: readonly string[]): void {
    this.#pages?.remove(ids);
  }

  #start(): void {
    this.#live = this.#query(this.#window);
    this.#endLive = this.#live.subscribe(() => this.#draw.soon());
    this.#draw.soon();
  }

  #stop(): void {
    this.#endLive();
    this.#endNext();
    this.#endSignal();
    this.#pages?.stop();
    this.#pages = null;
    this.#growing = false;
    this.#loading = false;
    this.#draw.stop();
    this.#follow.stop();
  }

  #query(window: number): LiveQuery<AnyRecord> {
    const { resource, query } = this.#parts;
    const { filter, q, sort } = query;
    return resource.live({ filter: filter ?? undefined, q: q === "" ? undefined : q, sort, limit: WINDOWS[window] });
  }

  /** The smaller query goes on until the larger one has answered. */
  #grow(): void {
    this.#growing = true;
    const next = this.#query(this.#window + 1);
    const look = () => {
      const { status } = next.value;
      if (status === "loading" || !this.#growing) return;
      this.#growing = false;
      this.#endLive();
      this.#endLive = this.#endNext;
      this.#endNext = () => undefined;
      this.#live = next;
      this.#window += 1;
      this.#draw.soon();
    };
    this.#endNext = next.subscribe(() => {
      look();
      this.#draw.soon();
    });
    look();
  }

  #load(): void {
    const { resource, versioned } = this.#parts;
    if (this.#pages === null) {
      this.#pages = new LoadedPages({ ...this.#parts, changed: () => this.#draw.soon() });
      // A log has no versions, no feed, and nothing of it changes: what is new comes with the live query.
      const figures = { count: true, sum: ["version"], max: ["updatedAt"] };
      if (versioned) this.#endSignal = resource.liveAggregate(figures).subscribe(() => this.#follow.soon());
    }
    this.#loading = true;
    this.#try(
      () => this.#pages?.more(this.#value.rows.length + AHEAD),
      () => {
        this.#loading = false;
      },
    );
  }

  /** @param done is told unless the rows have been given up meanwhile */
  #try(work: () => Promise<void> | undefined, done: () => void): void {
    const pages = this.#pages;
    const settled = (problem: unknown) => {
      if (this.#pages !== pages) return;
      this.#problem = problem;
      done();
      this.#draw.soon();
    };
    Promise.resolve(work()).then(() => settled(null), settled);
  }

  #isFull(): boolean {
    const { data = [] } = this.#live?.value ?? {};
    return data.length >= (WINDOWS[this.#window] ?? 0);
  }

  #tell(): void {
    const { data = [], status = "loading", error = null } = this.#live?.value ?? {};
    const isFull = this.#isFull();
    const loaded = this.#pages?.loaded ?? null;
    const rows = merged(data, isFull, loaded, this.#parts.compare);
    const hasMore = isFull && loaded?.edge !== null;
    const before = this.#value;
    const same = before.rows === rows && before.status === status && before.error === error;
    if (same && before.hasMore === hasMore && before.problem === this.#problem) return;
    this.#value = { rows, status, error, hasMore, problem: this.#problem };
    for (const listener of [...this.#listeners]) listener(this.#value);
  }
}
