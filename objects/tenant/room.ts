/** Whether a database has room for more, without measuring it at every write: that takes SQLite as long as a small write. */

const MEASURE_EVERY_MS = 1_000;
/** More than a tenant writes in that time: closer than this to the limit, every write is measured. */
const SPARE_BYTES = 64 * 1_024 * 1_024;

export class Room {
  readonly #measure: () => number;
  #bytes = 0;
  #at = Number.NEGATIVE_INFINITY;

  /** @param measure bytes of the database. */
  constructor(measure: () => number) {
    this.#measure = measure;
  }

  /** Whether the database has at most `most` bytes at `now` (milliseconds). */
  within(most: number, now: number): boolean {
    if (Math.abs(now - this.#at) >= MEASURE_EVERY_MS || this.#bytes + SPARE_BYTES > most) {
      this.#bytes = this.#measure();
      this.#at = now;
    }
    return this.#bytes <= most;
  }
}
