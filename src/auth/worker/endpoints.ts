/**
 * What of Better Auth can be reached, exactly as written: the library has more endpoints than Croft wants, and its router takes
 * several spellings for one. Whatever is not listed does not exist.
 */
const ENDPOINTS: readonly (readonly [method: "GET" | "POST", path: string])[] = [
  ["POST", "/sign-up/email"],
  ["POST", "/sign-in/email"],
  ["POST", "/sign-out"],
  ["GET", "/get-session"],
  ["GET", "/verify-email"],
  ["POST", "/send-verification-email"],
  ["POST", "/request-password-reset"],
  ["GET", "/reset-password/{token}"],
  ["POST", "/reset-password"],
  ["POST", "/change-password"],
  ["POST", "/update-user"],
  ["GET", "/list-sessions"],
  ["POST", "/revoke-session"],
  ["POST", "/revoke-sessions"],
  ["POST", "/revoke-other-sessions"],
  ["GET", "/list-accounts"],
  ["POST", "/delete-user"],
  ["POST", "/sign-in/social"],
  ["GET", "/callback/{provider}"],
  ["POST", "/link-social"],
  ["POST", "/unlink-account"],
  ["POST", "/two-factor/enable"],
  ["POST", "/two-factor/disable"],
  ["POST", "/two-factor/get-totp-uri"],
  ["POST", "/two-factor/generate-backup-codes"],
  ["POST", "/two-factor/verify-totp"],
  ["POST", "/two-factor/verify-backup-code"],
  ["GET", "/passkey/generate-register-options"],
  ["POST", "/passkey/verify-registration"],
  ["GET", "/passkey/generate-authenticate-options"],
  ["POST", "/passkey/verify-authentication"],
  ["GET", "/passkey/list-user-passkeys"],
  ["POST", "/passkey/update-passkey"],
  ["POST", "/passkey/delete-passkey"],
];

const PATTERNS = ENDPOINTS.map(([method, path]) => {
  const pattern = new RegExp(`^/auth${path.replaceAll(/\{\w+\}/g, "[A-Za-z0-9_-]{1,128}")}$`);
  return { method, pattern };
});

/** The methods under which a path exists; empty for one that does not. `pathname` is that of a URL, as it came. */
export function methodsOf(pathname: string): string[] {
  return PATTERNS.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method);
}
