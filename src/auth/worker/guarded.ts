/** What the guard (guard.ts) needs, over the one instance of Better Auth and its database. */
import { auth, forgetPending, internalAdapter } from "./auth.ts";
import type { Asking, Guarded } from "./guard.ts";
import { TWO_FACTOR_COOKIE } from "./options.ts";
import { signInLimits } from "./stubs.ts";

/** As long as a code of an authenticator app may be right, and the clocks of two isolates differ. */
const CODE_MS = 180_000;

/** The name of a sign-in that waits for its second factor, before the signature. Nobody guesses one that exists. */
const CHALLENGE = new RegExp(`(?:^|; )${TWO_FACTOR_COOKIE}=(2fa-[\\w-]{20})(?:\\.|%2E)`);

export const guarded: Guarded = {
  handle: (request) => auth.handler(request),
  counts: signInLimits,
  whoAsks,
  hasPassword: async (userId) => Boolean((await internalAdapter.findCredentialAccount(userId))?.password),
  takeCode: (userId, code) =>
    internalAdapter.reserveVerificationValue({
      identifier: `code:${userId}:${code}`,
      value: "taken",
      expiresAt: new Date(Date.now() + CODE_MS),
    }),
  forgetPending,
};

async function whoAsks(headers: Headers): Promise<Asking | null> {
  // Read alone: the route that follows renews the session, and tells the browser.
  const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (session) return { userId: session.user.id, signedIn: true };
  const challenge = CHALLENGE.exec(headers.get("cookie") ?? "")?.[1];
  const pending = challenge === undefined ? null : await internalAdapter.findVerificationValue(challenge);
  return pending ? { userId: pending.value, signedIn: false } : null;
}
