/** Bounds what is remembered of results. Every result can be told from the log and the database, at the price of a query. */

/** Something that remembers and can forget. */
export interface Remembering {
  /** Entries it remembers now. */
  readonly size: number;
  forget(): void;
}

/**
 * Entries of all results of an object together: about 30 MB where all of an isolate's objects share 128 (platform.md 1.1).
 * That is a hundred windows of the largest kind, or some 600 of the usual one.
 */
export const MOST_ENTRIES = 100_000;

export class Memory {
  readonly #most: number;
  /** In the order in which they were last used. */
  readonly #sizes = new Map<Remembering, number>();
  #total = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Notes that a result was used, and lets those that were not used for longest forget when there is too much. */
  used(result: Remembering): void {
    this.drop(result);
    this.#sizes.set(result, result.size);
    this.#total += result.size;
    for (const oldest of this.#sizes.keys()) {
      if (this.#total <= this.#most) return;
      oldest.forget();
      this.drop(oldest);
    }
  }

  /** Leaves a result out of the account. */
  drop(result: Remembering): void {
    this.#total -= this.#sizes.get(result) ?? 0;
    this.#sizes.delete(result);
  }
}
