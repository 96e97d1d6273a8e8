/** Times in the reader's language and zone. Ages tick: one clock for all of them. */
import { useSyncExternalStore } from "react";

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const SECOND = 1_000;
const STEPS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", SECOND],
] as const;

/** Clocks of two machines differ: what has just happened must not seem to be still to come. */
const CLOCKS_DIFFER_MS = 5_000;

/** How long ago, or until when: "2 min. ago". @param at ISO 8601 or milliseconds */
export function age(at: string | number, now: number): string {
  const apart = new Date(at).getTime() - now;
  const ms = apart > 0 && apart < CLOCKS_DIFFER_MS ? 0 : apart;
  if (Math.abs(ms) > 30 * 86_400_000) return DAY.format(new Date(at));
  const [unit, length] = STEPS.find(([, step]) => Math.abs(ms) >= step) ?? ["second", SECOND];
  return RELATIVE.format(Math.round(ms / length), unit);
}

/** The whole time, to the second. */
export function exactTime(at: string | number): string {
  return EXACT.format(new Date(at));
}

const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const tell of listeners) tell();
}

/** The clock runs while somebody looks at it. */
function keepTicking(): void {
  if (listeners.size === 0 || document.hidden) {
    clearInterval(ticking);
    ticking = undefined;
  } else if (ticking === undefined) {
    ticking = setInterval(tick, SECOND);
    tick();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // The same function is added once.
  document.addEventListener("visibilitychange", keepTicking);
  keepTicking();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener("visibilitychange", keepTicking);
    keepTicking();
  };
}

/** Of a clock that stood still, the time it is nevertheless. */
function readClock(): number {
  if (ticking === undefined && Date.now() - now >= SECOND) now = Date.now();
  return now;
}

/** The time now, to the second, in milliseconds since 1970. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, readClock);
}

/** An age that ticks; the whole time is its tip. */
export function Age({ at }: { readonly at: string | number }) {
  // Drawn anew when its words change, not at every second.
  const text = useSyncExternalStore(subscribe, () => age(at, readClock()));
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)} className="whitespace-nowrap">
      {text}
    </time>
  );
}
