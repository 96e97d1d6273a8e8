/** A followed query as its watchers see it: the server's rows with optimistic writes laid over. */
import { Emitter } from "./emitter.ts";
import type { CroftError } from "./error.ts";
import { idOf, type Row } from "./field.ts";
import { Follow, type Question } from "./follow.ts";
import type { LiveResult } from "./observable.ts";
import { overlaid, type Pending } from "./overlay.ts";
import { RECORD_KEY, replaced } from "./result.ts";

/** The server's own `limit` of a live query that names none. */
const DEFAULT_LIMIT = 100;

export const LOADING: LiveResult<never> = { data: [], seq: null, status: "loading", error: null };

/** What of its surroundings a result depends on. */
export interface Surroundings {
  /** Writes of this tenant that were made here, in their order. */
  readonly pending: () => readonly Pending[];
  /** Position up to which the open socket has told everything, or -1. */
  readonly complete: () => number;
  /** Why nothing is tried any more, or null. */
  readonly closed: () => CroftError | null;
}

export class Watched {
  readonly follow: Follow;
  readonly emitter: Emitter<LiveResult<Row>>;
  /** How many writes had been answered when it was last asked. */
  answered = 0;
  /** Ends the wait for another watcher. */
  cancelLinger: () => void = () => undefined;
  readonly #surroundings: Surroundings;
  /** Whether a changed record alone does not tell what becomes of the result. */
  readonly #searched: boolean;
  #value: LiveResult<Row> = LOADING;
  #touched = true;
  readonly #held = new WeakMap<Pending, ReadonlySet<string>>();
  /** Whether writes are laid over what is shown. */
  #laid = false;

  constructor(question: Question, surroundings: Surroundings) {
    this.follow = new Follow(question);
    this.#surroundings = surroundings;
    this.#searched = Boolean(question.query?.q?.trim()) || hasRelation(question.query?.filter);
    this.emitter = new Emitter(() => this.value);
  }

  /** Something that the result depends on may have changed. */
  touch(): void {
    this.#touched = true;
  }

  /** The result now; the same object while nothing of it changes. */
  get value(): LiveResult<Row> {
    if (!this.#touched) return this.#value;
    this.#touched = false;
    const { seq, confirmed, rows } = this.follow;
    const error = this.follow.error ?? this.#surroundings.closed();
    const status = error ? "failed" : confirmed ? "live" : seq === null && rows.length === 0 ? "loading" : "stale";
    const data = this.#shown();
    const before = this.#value;
    if (before.data !== data || before.seq !== seq || before.status !== status || before.error !== error)
      this.#value = { data, seq, status, error };
    return this.#value;
  }

  /** Whether the result shows an answered write. */
  shows({ seq, number }: NonNullable<Pending["answer"]>): boolean {
    const { follow } = this;
    if (follow.seq !== null && follow.seq >= seq) return true;
    if (!follow.confirmed) return false;
    // Asked after the answer: also when the service was set back to a copy that has not come so far.
    return this.answered >= number || (!this.#searched && this.#surroundings.complete() >= seq);
  }

  /** Writes that belong to this query's resource and that it does not show yet. */
  unsettled(): readonly Pending[] {
    const { resource, aggregate } = this.follow.question;
    if (aggregate) return [];
    return this.#surroundings
      .pending()
      .filter((write) => write.resource === resource && !(write.answer && this.shows(write.answer)));
  }

  #heldBefore(write: Pending): ReadonlySet<string> {
    const known = this.#held.get(write) ?? new Set(this.follow.rows.map(idOf));
    this.#held.set(write, known);
    return known;
  }

  #shown(): readonly Row[] {
    const { rows, compare, question, seq, error } = this.follow;
    const before = this.#value.data;
    const pending = seq === null || error ? [] : this.unsettled();
    const laid = pending.length > 0;
    if (!laid && !this.#laid) return rows;
    this.#laid = laid;
    const { filter, limit = DEFAULT_LIMIT, q } = question.query ?? {};
    const searched = Boolean(q?.trim());
    const data = laid
      ? overlaid({ rows, filter, searched, limit, compare, heldBefore: (write) => this.#heldBefore(write) }, pending)
      : rows;
    return replaced(before, data, { key: RECORD_KEY, compare });
  }
}

/** Whether a filter looks at fields of related records. */
function hasRelation(filter: unknown): boolean {
  if (typeof filter !== "object" || filter === null) return false;
  if (Array.isArray(filter)) return filter.some(hasRelation);
  return Object.entries(filter).some(([key, value]) =>
    key === "and" || key === "or" || key === "not"
      ? hasRelation(value)
      : key.includes(".") && !key.startsWith("custom."),
  );
}
