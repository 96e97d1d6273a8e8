/** Finds a repository by its name or its number, over the names it had. */
import { pathUnder } from "../github/address.ts";
import type { Fetched } from "../github/answer.ts";
import { type LookedUp, type LookUp, sentAnswer } from "../github/lease.ts";
import { outcomeOf } from "../github/outcome.ts";

/** GitHub leads to `/repositories/{id}` in one step. */
const MOST_STEPS = 3;
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** What asking for a path came to; no answer where the budget has no room, or the credential is dead. */
export type AskedOnce = Fetched | { readonly askAt: number } | { readonly dead: true };

/** @param ask sends one request of the budget. */
export async function followed(
  wanted: LookUp,
  baseUrl: string,
  ask: (path: string) => Promise<AskedOnce>,
  now: () => number,
): Promise<LookedUp> {
  let path = pathOf(wanted);
  if (path === null) return { is: "absent", why: "missing" };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const asked = await ask(path);
    if ("askAt" in asked) return asked;
    if ("dead" in asked) return { is: "unauthenticated" };
    if ("failed" in asked) return { is: "failed" };
    const outcome = outcomeOf(asked, now());
    if (outcome.is === "page") return { is: "found", answer: sentAnswer(asked) };
    if (outcome.is === "limited") return { askAt: outcome.limit.until };
    if (outcome.is === "absent" || outcome.is === "refused" || outcome.is === "unauthenticated") return outcome;
    if (outcome.is !== "moved") return { is: "failed" };
    // Of the address only the number is followed, and only where it is GitHub's own.
    if (outcome.id === null || pathUnder(baseUrl, outcome.location, path) === null) return { is: "failed" };
    path = `/repositories/${outcome.id}`;
  }
  return { is: "failed" };
}

/** Null for what cannot be the name of a repository. */
export function pathOf(wanted: LookUp): string | null {
  if ("id" in wanted) return `/repositories/${wanted.id}`;
  const { owner, name } = wanted;
  return NAME.test(owner) && NAME.test(name) ? `/repos/${owner}/${name}` : null;
}
