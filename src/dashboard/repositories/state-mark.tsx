/** A state as a coloured dot and words. */
import type { ReactNode } from "react";
import type { Tone } from "./state-words.ts";
import { TONE_FILL, TONE_TEXT } from "./tone.ts";

export function StateMark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 ${TONE_TEXT[tone]}`}>
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${TONE_FILL[tone]}`} />
      {children}
    </span>
  );
}
