/** Those who were refused, in the order in which they came; people first. Times are milliseconds since 1970. */
import type { Ask } from "../github/lease.ts";
import type { Standing } from "./decisions.ts";

/** A place in flight is kept free for so long after a turn: alarms ring late on a busy machine. */
const HELD_MS = 5_000;
/** Who has not asked again for so long after its turn is waiting no more. */
const FORGOTTEN_MS = 60_000;
/** Turns are given in order, so those whose turn is near stand in front. */
const FRONT = 200;

/** Repository → when it was told to ask again. A Map keeps the order in which its keys came, whatever their values become. */
type Row = Map<number, number>;

/**
 * Kept in memory alone: whoever waits asks again by itself, so an object that was evicted loses the order of the moment, and no
 * repository. Writing five thousand places at each turn would cost more than that order is worth.
 */
export class WaitingLine {
  readonly #people: Row = new Map();
  readonly #others: Row = new Map();

  get size(): number {
    return this.#people.size + this.#others.size;
  }

  /** Keeps a place, the one it has where it has one. */
  wait({ repository, watched }: Ask, askAt: number): void {
    const [row, other] = watched ? [this.#people, this.#others] : [this.#others, this.#people];
    other.delete(repository);
    row.set(repository, askAt);
  }

  leave(repository: number): void {
    this.#people.delete(repository);
    this.#others.delete(repository);
  }

  /** @param horizon how long the lease would last (ms). */
  standing(asking: Ask, now: number, horizon: number): Standing {
    const { repository, watched } = asking;
    const rows = watched ? [this.#people] : [this.#people, this.#others];
    let due = 0;
    for (const row of rows) due += dueIn(row, repository, now, now + horizon);
    const mine = this.#people.has(repository) || this.#others.has(repository) ? 1 : 0;
    return { due, rank: this.#rank(asking), waiting: this.size - mine };
  }

  #rank({ repository, watched }: Ask): number {
    if (watched) return placeIn(this.#people, repository);
    return this.#people.size - (this.#people.has(repository) ? 1 : 0) + placeIn(this.#others, repository);
  }
}

/** How many before `repository` need a place until `end`. Forgets those who did not come. */
function dueIn(row: Row, repository: number, now: number, end: number): number {
  let due = 0;
  let seen = 0;
  for (const [other, askAt] of row) {
    if (other === repository || seen === FRONT) break;
    if (askAt + FORGOTTEN_MS <= now) row.delete(other);
    else {
      seen += 1;
      if (askAt <= end && askAt + HELD_MS > now) due += 1;
    }
  }
  return due;
}

function placeIn(row: Row, repository: number): number {
  if (!row.has(repository)) return row.size;
  let place = 0;
  for (const other of row.keys()) {
    if (other === repository) break;
    place += 1;
  }
  return place;
}
