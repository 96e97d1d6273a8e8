/**
 * What of a table lies beyond its live query: read page by page, kept right by the change feed. One call is under way at a time, so
 * that a page never shows an older state than the changes that were taken in before it.
 */
import { type AnyRecord, type AnyResource, CroftError, type ResourceClient, type Tenant } from "../../client/croft.ts";
import { matches } from "../../client/matches.ts";
import type { ChangeEntry } from "../../protocol/change.ts";
import type { FilterInput } from "../../protocol/filter.ts";
import { begun, type Compare, type Loaded, withAnswers, withChanges, withPage } from "./loaded.ts";

/** Records of a page, as many as the API gives. */
const PAGE = 200;

/** What a table asks for. */
export interface TableQuery {
  readonly filter: FilterInput | null;
  readonly q: string;
  /** Never empty: see `sortAsked`. */
  readonly sort: readonly string[];
}

export interface PagesParts {
  readonly tenant: Tenant<Record<never, never>>;
  readonly resource: ResourceClient<AnyResource>;
  readonly query: TableQuery;
  readonly compare: Compare;
  /** Told when what is loaded has changed. */
  readonly changed: () => void;
}

export class LoadedPages {
  readonly #parts: PagesParts;
  readonly #ended = new AbortController();
  #loaded: Loaded | null = null;
  #cursor: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #following = false;

  constructor(parts: PagesParts) {
    this.#parts = parts;
  }

  /** Null before the first page. */
  get loaded(): Loaded | null {
    return this.#loaded;
  }

  /** Ends what is under way. */
  stop(): void {
    this.#ended.abort();
  }

  /** Loads pages until there are so many records, or no more. @throws CroftError */
  more(count: number): Promise<void> {
    return this.#inTurn(async () => {
      while (!this.#holds(count)) await this.#page();
    });
  }

  /** Takes in what the change feed has. @throws CroftError */
  follow(): Promise<void> {
    if (this.#loaded === null || this.#following) return Promise.resolve();
    this.#following = true;
    return this.#inTurn(async () => {
      this.#following = false;
      await this.#changes();
    });
  }

  /** Takes in the answer to a write, which the feed tells a moment later. */
  put(record: AnyRecord): void {
    if (this.#loaded === null) return;
    this.#set(
      withAnswers(this.#loaded, [record.id], this.#belongs(record) === false ? [] : [record], this.#parts.compare),
    );
  }

  /** Takes out records that were deleted. */
  remove(ids: readonly string[]): void {
    if (this.#loaded !== null) this.#set(withAnswers(this.#loaded, ids, [], this.#parts.compare));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #page(): Promise<void> {
    const { resource, compare } = this.#parts;
    const cursor = this.#cursor === null ? {} : { cursor: this.#cursor };
    const page = await resource.list({ ...this.#asked(), limit: PAGE, ...cursor }, { signal: this.#ended.signal });
    this.#cursor = page.nextCursor;
    this.#set(this.#loaded === null ? begun(page, page.seq) : withPage(this.#loaded, page, compare));
  }

  async #changes(): Promise<void> {
    const loaded = this.#loaded;
    if (loaded === null) return;
    try {
      const { entries, seq } = await this.#feed(loaded.seq);
      const { compare } = this.#parts;
      const belongs = (record: AnyRecord) => this.#belongs(record);
      // What was put meanwhile is newer than the feed, and versions tell so.
      const patched = withChanges(this.#loaded ?? loaded, entries, seq, { compare, belongs });
      const answers = await this.#ask(patched.unsure);
      this.#set(withAnswers(patched.loaded, patched.unsure, answers, compare));
    } catch (error) {
      if (!(error instanceof CroftError) || error.code !== "GONE") throw error;
      await this.#anew(loaded.rows.length);
    }
  }

  /** The log does not reach back so far any more. */
  async #anew(count: number): Promise<void> {
    this.#loaded = null;
    this.#cursor = null;
    do await this.#page();
    while (!this.#holds(count));
  }

  /** Whether there are so many records, or all. */
  #holds(count: number): boolean {
    return this.#loaded !== null && (this.#loaded.edge === null || this.#loaded.rows.length >= count);
  }

  async #feed(since: number): Promise<{ readonly entries: readonly ChangeEntry[]; readonly seq: number }> {
    const { tenant, resource } = this.#parts;
    const feed = tenant.changes({ since, resource: resource.name, limit: 1_000, signal: this.#ended.signal });
    const entries: ChangeEntry[] = [];
    for (;;) {
      const next = await feed.next();
      if (next.done) return { entries, seq: next.value.seq };
      entries.push(next.value);
    }
  }

  async #ask(ids: readonly string[]): Promise<readonly AnyRecord[]> {
    const { resource, query } = this.#parts;
    const answers: AnyRecord[] = [];
    for (let from = 0; from < ids.length; from += PAGE) {
      const named = { id: { in: ids.slice(from, from + PAGE) } };
      const filter = query.filter === null ? named : { and: [query.filter, named] };
      const page = await resource.list({ ...this.#asked(), filter, limit: PAGE }, { signal: this.#ended.signal });
      answers.push(...page.data);
    }
    return answers;
  }

  #asked() {
    const { filter, q, sort } = this.#parts.query;
    return { filter: filter ?? undefined, q: q === "" ? undefined : q, sort };
  }

  #belongs(record: AnyRecord): boolean | null {
    const { filter, q } = this.#parts.query;
    return q.trim() === "" ? matches(filter ?? {}, record) : null;
  }

  #set(loaded: Loaded): void {
    const before = this.#loaded;
    this.#loaded = loaded;
    if (before?.rows !== loaded.rows || before.edge !== loaded.edge) this.#parts.changed();
  }
}
