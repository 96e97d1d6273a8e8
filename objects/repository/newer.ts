/** Which of two states of a record is the newer one: plain data in, plain data out. */
import type { Json } from "../../src/resources/define.ts";

/**
 * `poll`: GitHub was asked, so this is how things are. `webhook`: GitHub told of it, and it may have been overtaken meanwhile. `kept`: GitHub
 * was asked once, and may be read differently today.
 */
export type Source = "poll" | "webhook" | "kept";

/** Of what was sent, beside what is there. Tied are different states of one second: GitHub's times are no finer. */
export type Age = "newer" | "older" | "same" | "tied-greater" | "tied-less";

type Values = Readonly<Record<string, Json>>;

/** Times by which messages are put in order, the weightier first: a push alone leaves a repository's `updated_at` as it was. */
const CLOCKS = ["changedAt", "pushedAt"] as const;

/**
 * Puts every two messages with the same fields in an order, so that they end in one state however they arrive; of one second the one with
 * the greater value in the first field that differs counts as the later.
 */
export function ageOf(before: Values, sent: Values, source: Source): Age {
  // In answers the time of the last push may differ from that in messages; it must not hold up what GitHub says today.
  for (const clock of source === "webhook" ? CLOCKS : CLOCKS.slice(0, 1)) {
    const [known, told] = [String(before[clock] ?? ""), String(sent[clock] ?? "")];
    if (known !== told) return known < told ? "newer" : "older";
  }
  for (const name of Object.keys(sent).toSorted()) {
    const order = compared(sent[name] ?? null, before[name] ?? null);
    if (order !== 0) return order > 0 ? "tied-greater" : "tied-less";
  }
  return "same";
}

/** Whether it is to be written. What GitHub answers wins over messages of the same second. */
export function replaces(before: Values, sent: Values, source: Source): boolean {
  const age = ageOf(before, sent, source);
  return age !== "older" && (source !== "webhook" || age !== "tied-less");
}

/** Whether two messages of one second differ. */
export function isTied(before: Values, sent: Values): boolean {
  return ageOf(before, sent, "webhook").startsWith("tied");
}

function compared(one: Json, other: Json): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [text, otherText] = [JSON.stringify(one), JSON.stringify(other)];
  if (text === otherText) return 0;
  return text > otherText ? 1 : -1;
}
