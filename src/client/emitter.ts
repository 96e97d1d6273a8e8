/** Tells listeners of changes: those of one turn together, and none of them in the way of another. */

import type { Observable } from "./observable.ts";

/** Something whose listeners are to be told. */
export interface Flushed {
  flush(): void;
}

/** Gathers what changed in one turn, and tells it at the turn's end. */
export class Batch {
  readonly #changed = new Set<Flushed>();

  add(changed: Flushed): void {
    this.#changed.add(changed);
    if (this.#changed.size === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const all = [...this.#changed];
    this.#changed.clear();
    for (const each of all) each.flush();
  }
}

export class Emitter<Value> implements Flushed, Observable<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  readonly #read: () => Value;
  #told: Value;

  /** @param read the value now: the same object until it changes. */
  constructor(read: () => Value) {
    this.#read = read;
    this.#told = read();
  }

  get value(): Value {
    return this.#read();
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Every call is one subscription, also with a function that subscribed before. It may be passed on by itself. @returns what ends it. */
  readonly subscribe = (listener: (value: Value) => void): (() => void) => {
    const own = (value: Value) => listener(value);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  };

  flush(): void {
    const value = this.#read();
    if (value === this.#told) return;
    this.#told = value;
    for (const listener of [...this.#listeners]) {
      try {
        if (this.#listeners.has(listener)) listener(value);
      } catch (error) {
        console.error(error);
      }
    }
  }
}
