/** What a refusal means, in a sentence for whoever tries to get in. */
import { CroftError } from "../../client/error.ts";
import { SessionError } from "../../client/session/session-error.ts";
import { TEXTS } from "../texts/sign-in.ts";

const BY_REASON: Readonly<Record<string, string>> = TEXTS.refusals;

/** @param error what was thrown */
export function sentenceOf(error: Error): string {
  if (!(error instanceof CroftError)) return error.message;
  if (error.code === "NETWORK" || error.code === "TIMEOUT") return TEXTS.unreachable;
  if (error.status === 429) return TEXTS.tooOften(waitText(error.retryAfter));
  if (error.status >= 500) return TEXTS.notNow;
  const reason = error instanceof SessionError ? error.reason : null;
  return (reason === null ? undefined : BY_REASON[reason]) ?? error.message;
}

/** @param wait milliseconds; null where nobody has said */
function waitText(wait: number | null): string {
  if (wait === null || wait <= 0) return TEXTS.aFewMinutes;
  const seconds = Math.ceil(wait / 1_000);
  return seconds < 60 ? TEXTS.seconds(seconds) : TEXTS.minutes(Math.ceil(seconds / 60));
}
