/** Ways to sign in beside the password: authenticator apps as a second factor, passkeys, other services. */
import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { AuthSettings } from "./env.ts";
import { oidc } from "./oidc.ts";

export function signInPlugins({ publicUrl, identityProviders }: AuthSettings) {
  return [
    twoFactor({
      issuer: "Croft",
      backupCodeOptions: { storeBackupCodes: "encrypted" },
      // Guesses are counted in an object (limits.ts), exactly also where they come at once.
      accountLockout: { enabled: false },
    }),
    passkey({
      rpID: new URL(publicUrl).hostname,
      rpName: "Croft",
      origin: publicUrl,
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      advanced: { webAuthnChallengeCookie: "passkey" },
      registration: {
        afterVerification: async ({ verification }) => requireVerified(verification.registrationInfo?.userVerified),
      },
      authentication: {
        afterVerification: async ({ verification }) => requireVerified(verification.authenticationInfo.userVerified),
      },
    }),
    oidc(identityProviders),
  ];
}

/**
 * A passkey is both factors at once: the authenticator, and the PIN or finger that unlocked it. One that merely somebody touched
 * would be the way around the second factor. The plugin asks for it and does not insist.
 */
function requireVerified(userVerified: boolean | undefined): undefined {
  if (userVerified) return undefined;
  throw new APIError("BAD_REQUEST", {
    code: "USER_VERIFICATION_REQUIRED",
    message: "The authenticator has to ask for a PIN, a fingerprint or a face.",
  });
}
