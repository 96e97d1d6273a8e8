/** Whether an account of another service may open, or be added to, an account of ours. */

import { getOAuthState } from "better-auth/api";
import type { BetterAuthOptions } from "better-auth/minimal";

type Check = NonNullable<NonNullable<BetterAuthOptions["user"]>["validateUserInfo"]>;

const REFUSED = { error: "account_not_linked" };

/**
 * Better Auth links where both sides have confirmed the address. Beyond that, an address that the other service has not confirmed
 * opens no account at all: whoever owns it would later find somebody else in theirs. And where a second factor guards an account,
 * a service is added by whoever is signed in, since signing in with it asks for no second factor of ours. One code for both: what
 * of this it was would tell whether there is an account.
 */
export const checkIdentity: Check = async ({ user, source }, { context }) => {
  if (source.method !== "oauth" || source.action === "sign-in") return undefined;
  if (user.emailVerified !== true) return REFUSED;
  if (source.action !== "link-account" || (await getOAuthState())?.link) return undefined;
  const account = user.id === undefined ? null : await context.internalAdapter.findUserById(user.id);
  return account === null || Reflect.get(account, "twoFactorEnabled") === true ? REFUSED : undefined;
};
