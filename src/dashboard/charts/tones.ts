/** The colours of charts, by what they are for. Each is a token, so they follow the theme. */

export type Tone = "accent" | "info" | "warn" | "bad" | "good" | "quiet";

/** In which order series take them that name none. */
const IN_TURN: readonly Tone[] = ["accent", "info", "warn", "bad"];

export function toneAt(at: number): Tone {
  return IN_TURN[at % IN_TURN.length] ?? "accent";
}

/** Of what is filled with a colour, as a bar or a swatch. */
export const FILLS: Readonly<Record<Tone, string>> = {
  accent: "bg-accent",
  info: "bg-info",
  warn: "bg-warn",
  bad: "bg-bad",
  good: "bg-good",
  quiet: "bg-quiet",
};

/** Of lines, in the classes of text. */
export const LINES: Readonly<Record<Tone, string>> = {
  accent: "text-accent",
  info: "text-info",
  warn: "text-warn",
  bad: "text-bad",
  good: "text-good",
  quiet: "text-quiet",
};
