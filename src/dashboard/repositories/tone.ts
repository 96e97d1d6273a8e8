/** The colours of tones; what they mean stands beside them in words. */
import type { Tone } from "./state-words.ts";

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  good: "text-good",
  info: "text-info",
  warn: "text-warn",
  bad: "text-bad",
  quiet: "text-quiet",
};

export const TONE_FILL: Readonly<Record<Tone, string>> = {
  good: "bg-good",
  info: "bg-info",
  warn: "bg-warn",
  bad: "bg-bad",
  quiet: "bg-quiet",
};
