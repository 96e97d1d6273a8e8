/** Tells at most every so many milliseconds: what changes fifty times a second is not drawn as often. */

export class Coalesced {
  readonly #every: number;
  readonly #tell: () => void;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param every milliseconds between two calls of `tell` */
  constructor(every: number, tell: () => void) {
    this.#every = every;
    this.#tell = tell;
  }

  /** Tells soon: at once, where the last time is long enough ago. */
  soon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#last + this.#every - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.#tell();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
