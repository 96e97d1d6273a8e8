/** How a credential of GitHub stands, in words. */
import type { GithubBudget } from "../../protocol/budget.ts";
import { TEXTS } from "../texts/operators.ts";

export interface BudgetWords {
  readonly tone: "good" | "warn" | "bad" | "quiet";
  readonly text: string;
  /** Until when it is so, as ISO 8601; null where that is not known. */
  readonly until: string | null;
}

/** Part of an hour's requests below which it is nearly used up. */
const LOW = 0.1;

/** What matters most of it at a time. @param now milliseconds since 1970 */
export function budgetWords(budget: GithubBudget, now: number): BudgetWords {
  const { dead, openUntil, blockedUntil, present, hour } = budget;
  const words = TEXTS.budget;
  if (dead) return { tone: "bad", text: words.dead, until: null };
  if (isAhead(openUntil, now)) return { tone: "bad", text: words.open, until: openUntil };
  if (isAhead(blockedUntil, now)) return { tone: "warn", text: words.blocked, until: blockedUntil };
  if (!present) return { tone: "quiet", text: words.absent, until: null };
  if (!hour || !isAhead(hour.resetAt, now)) return { tone: "quiet", text: words.unused, until: null };
  if (hour.remaining === 0) return { tone: "warn", text: words.spent, until: null };
  if (hour.remaining < hour.limit * LOW) return { tone: "warn", text: words.low, until: null };
  return { tone: "good", text: words.fine, until: null };
}

function isAhead(time: string | null, now: number): time is string {
  return time !== null && Date.parse(time) > now;
}

/** `tenant:acme` as "Tenant acme". */
export function credentialName(credential: string): string {
  const names = TEXTS.credentials;
  const [kind = "", ...rest] = credential.split(":");
  const which = rest.join(":");
  if (kind === "tenant") return names.tenant(which);
  if (kind === "installation") return names.installation(which);
  return kind === "anonymous" || kind === "service" || kind === "app" ? names[kind] : credential;
}
