/** The requests of an hour, counted down for each credential as GitHub does. */

const HOUR_MS = 3_600_000;

interface Window {
  readonly endsAt: number;
  readonly limit: number;
  used: number;
}

/** What GitHub says of a limit; `reset` in seconds since 1970. */
export interface Rate {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly reset: number;
}

export class RateLimits {
  readonly #windows = new Map<string, Window>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param limit requests an hour; that of the hour's first request counts. */
  rate(who: string, limit: number): Rate {
    const { used, endsAt, limit: most } = this.#window(who, limit);
    return { limit: most, remaining: most - used, used, reset: Math.ceil(endsAt / 1_000) };
  }

  /** Whether there was one left; counts it then. */
  take(who: string, limit: number): boolean {
    const window = this.#window(who, limit);
    if (window.used >= window.limit) return false;
    window.used++;
    return true;
  }

  /** As if this many were left in the hour. */
  leave(who: string, limit: number, remaining: number): void {
    const window = this.#window(who, limit);
    window.used = Math.max(window.limit - remaining, 0);
  }

  #window(who: string, limit: number): Window {
    const known = this.#windows.get(who);
    if (known && this.#now() < known.endsAt) return known;
    const fresh = { endsAt: this.#now() + HOUR_MS, limit, used: 0 };
    this.#windows.set(who, fresh);
    return fresh;
  }
}
