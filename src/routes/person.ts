/** The person behind an actor, as croft-auth knows them now. */
import type { Accounts, Person } from "../auth/accounts.ts";
import { CLERK_USER_ID } from "../auth/clerk-token.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { within } from "../auth/within.ts";
import { AppError } from "../protocol/errors.ts";
import { accounts } from "../stubs.ts";

/** croft-auth asks one database; what takes longer than this will not come. */
const PATIENCE_MS = 5_000;

/** Seconds after which Clerk has told of somebody who has just signed up, as a rule. */
const CLERK_TELLS_WITHIN = "3";

/** @throws AppError UNAUTHENTICATED for somebody who is suspended or gone, UNAVAILABLE; that too until Clerk has told of its people. */
export async function requirePerson(env: Cloudflare.Env, id: string): Promise<Person> {
  const person = await askAccounts(env, (asked) => asked.person(id));
  if (!person && CLERK_USER_ID.test(id))
    throw new AppError("UNAVAILABLE", {
      message: "Clerk has not told us about you yet; try again in a moment.",
      headers: { "Retry-After": CLERK_TELLS_WITHIN },
    });
  if (person?.status !== "active") throw unauthenticated();
  return person;
}

/** Asks croft-auth, for so long. @throws AppError UNAVAILABLE */
export async function askAccounts<Answer>(
  env: Cloudflare.Env,
  ask: (accounts: Accounts) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await within(ask(accounts(env)), PATIENCE_MS);
  } catch (cause) {
    throw new AppError("UNAVAILABLE", { cause, headers: { "Retry-After": "1" } });
  }
}
