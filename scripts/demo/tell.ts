/** Messages of a live query, a line each. */
import { type Heard, OPEN_LEADS } from "./held.ts";
import { count, duration, faint, line } from "./print.ts";

const TEXT_WIDTH = 44;

/** @param since when what they tell of was asked for, on the clock of `performance.now()`. */
export function tell(messages: readonly Heard[], since: number): void {
  for (const { subscription, kind, says, seq, at } of messages) {
    const query = subscription === OPEN_LEADS ? "top 5 " : "stages";
    const text = (says.length > 0 ? says : [kind]).join(" · ").padEnd(TEXT_WIDTH);
    line(`  ${faint(query)}  ${text} ${faint(`seq ${count(seq)}  ${duration(at - since).padStart(6)}`)}`);
  }
}
