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

/** How long ago, or until when: "2 min. ago". @param at ISO 8601 or milliseconds */
export function age(at: string | number, now: number): string {
  const ms = new Date(at).getTime() - now;
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

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, SECOND);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time now, to the second, in milliseconds since 1970. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** An age that ticks; the whole time is its tip. */
export function Age({ at }: { readonly at: string | number }) {
  const text = age(at, useNow());
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)} className="whitespace-nowrap">
      {text}
    </time>
  );
}
