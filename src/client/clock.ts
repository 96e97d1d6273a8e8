/** Time and chance, as one thing to pass in, so that tests decide what happens when. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment, untouched by corrections of the clock. */
  elapsed(): number;
  /** From 0 to 1. */
  random(): number;
  /** Runs something once. @returns what prevents it. */
  after(ms: number, run: () => void): () => void;
}

/** Timers hold their delay in 32 bits; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
