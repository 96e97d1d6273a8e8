/** What a repository's state, its first sync and what became of its people mean, in words. */
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/repositories.ts";

export type Tone = "good" | "info" | "warn" | "bad" | "quiet";

export interface Words {
  readonly tone: Tone;
  /** A word or a few. */
  readonly text: string;
  /** What follows from it, in a sentence; null where nothing does. */
  readonly meaning: string | null;
}

const STATES: ReadonlyMap<string, Words> = new Map([
  ["active", { tone: "good", ...TEXTS.states.active }],
  ["archived", { tone: "info", ...TEXTS.states.archived }],
  ["missing", { tone: "bad", ...TEXTS.states.missing }],
  ["blocked", { tone: "bad", ...TEXTS.states.blocked }],
  ["refused", { tone: "warn", ...TEXTS.states.refused }],
]);

/** @param since since when it is so, as people read it ("2 days ago"); null where that is not known */
export function stateWords(state: string, since: string | null): Words {
  const words = STATES.get(state) ?? { tone: "quiet", text: state, meaning: null };
  return state === "active" || since === null ? words : { ...words, text: TEXTS.since(words.text, since) };
}

/** What of one part of a repository is here. */
export interface StreamFigures {
  readonly phase: string;
  readonly expected: number | null;
  readonly done: number;
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly error: string | null;
}

export interface StreamWords extends Words {
  /** From 0 to 1; null where nobody knows how much there is. */
  readonly share: number | null;
  /** Whether nothing is left to fetch. */
  readonly isFinished: boolean;
}

/** How far one part has come. */
export function streamWords({ phase, expected, done, truncated, reason, error }: StreamFigures): StreamWords {
  const count = NUMBER.format(done);
  const progress = expected === null || expected <= done ? count : TEXTS.stream.of(count, NUMBER.format(expected));
  const said = {
    meaning: error ?? reason ?? (truncated ? TEXTS.stream.truncated : null),
    share: expected === null || expected === 0 ? null : Math.min(1, done / expected),
    isFinished: false,
  };
  if (error !== null) return { ...said, tone: "warn", text: TEXTS.stream.stopped(progress) };
  switch (phase) {
    case "waiting":
      return { ...said, tone: "quiet", text: TEXTS.stream.waiting };
    case "backfill":
      return { ...said, tone: "info", text: progress };
    case "paused":
      return { ...said, tone: "warn", text: TEXTS.stream.paused(progress) };
    case "disabled":
      return { ...said, tone: "quiet", text: TEXTS.stream.disabled, isFinished: true };
    default:
      return { ...said, tone: "good", text: count, isFinished: true };
  }
}

/** The first sync as a whole, from 0 to 1: what is here of what is expected, over the parts that tell it; null where none does. */
export function shareOf(streams: readonly Pick<StreamFigures, "expected" | "done">[]): number | null {
  const expected = streams.reduce((sum, stream) => sum + (stream.expected ?? 0), 0);
  const done = streams.reduce((sum, stream) => sum + Math.min(stream.done, stream.expected ?? 0), 0);
  return expected === 0 ? null : done / expected;
}

interface Taken {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: Readonly<Record<"bots" | "ghosts" | "doNotContact" | "deleted", number>>;
}

/** What became of a repository's people, sentence by sentence. */
export function takenWords({ created, updated, unchanged, skipped }: Taken): readonly string[] {
  const words = TEXTS.taken;
  const kinds = ["bots", "ghosts", "doNotContact", "deleted"] as const;
  const left = kinds.filter((kind) => skipped[kind] > 0).map((kind) => words[kind](skipped[kind]));
  return [
    created === 0 ? words.none : words.created(created),
    ...(updated === 0 ? [] : [words.updated(updated)]),
    ...(unchanged === 0 ? [] : [words.unchanged(unchanged)]),
    ...(left.length === 0 ? [] : [words.left(left.join(", "))]),
  ];
}
