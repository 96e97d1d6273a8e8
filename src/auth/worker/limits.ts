/**
 * What is limited, by route: how often an account may be named, and how often an address may try. The field that names the
 * account is fixed for each route; nothing else of a request changes which count it adds to.
 */
import type { Allowance } from "./attempts.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How a request names the account it tries. */
export type AccountField =
  /** `email` of the body. */
  | "email"
  /** The session, or else the person whose second factor is asked for. */
  | "person"
  /** `response.id` of the body. */
  | "passkey";

/** The limits of one kind of attempt. */
export interface Limit {
  /** What the counts are kept under; paths that guess the same thing share it. */
  readonly kind: string;
  readonly account: { readonly field: AccountField; readonly allowance: Allowance } | null;
  readonly address: Allowance;
  /** An attempt that succeeds was no guess, and is given back. */
  readonly givesBack: boolean;
}

const allowance = (burst: number, everyMs: number): Allowance => ({ burst, everyMs });

/** Ten guesses, then 720 a day: NIST SP 800-63B asks for a limit on failures, and for no more than 100 in a row. */
const GUESSES = allowance(10, 2 * MINUTE);
/** Behind one address may be an office, whose successes are given back. */
const GUESSES_OF_ADDRESS = allowance(50, 10 * SECOND);
/** Mails into a mailbox that may be somebody else's. */
const MAILS = allowance(5, 12 * MINUTE);
/** A class or an office may sign up together. */
const MAILS_OF_ADDRESS = allowance(120, 30 * SECOND);
/** Steps that guess nothing, but write a row. */
const STEPS_OF_ADDRESS = allowance(100, 3 * SECOND);

const guess = (kind: string, field: AccountField): Limit => ({
  kind,
  account: { field, allowance: GUESSES },
  address: GUESSES_OF_ADDRESS,
  givesBack: true,
});
const mail = (kind: string): Limit => ({
  kind,
  account: { field: "email", allowance: MAILS },
  address: MAILS_OF_ADDRESS,
  givesBack: false,
});
const step = (kind: string): Limit => ({ kind, account: null, address: STEPS_OF_ADDRESS, givesBack: false });

/** Whoever found an open session must not guess the password in it. */
const PASSWORD_AGAIN = guess("password", "person");

const LIMITS: Readonly<Record<string, Limit>> = {
  "sign-in/email": guess("sign-in", "email"),
  "sign-up/email": mail("sign-up"),
  "request-password-reset": mail("reset"),
  "send-verification-email": mail("verification"),
  "reset-password": { kind: "reset-token", account: null, address: GUESSES_OF_ADDRESS, givesBack: true },
  "two-factor/verify-totp": guess("totp", "person"),
  "two-factor/verify-backup-code": guess("backup-code", "person"),
  "two-factor/enable": PASSWORD_AGAIN,
  "two-factor/disable": PASSWORD_AGAIN,
  "two-factor/get-totp-uri": PASSWORD_AGAIN,
  "two-factor/generate-backup-codes": PASSWORD_AGAIN,
  "change-password": PASSWORD_AGAIN,
  "delete-user": PASSWORD_AGAIN,
  "passkey/verify-authentication": guess("passkey", "passkey"),
  "passkey/generate-authenticate-options": step("passkey-challenge"),
  "sign-in/social": step("provider"),
  "link-social": step("provider"),
  token: {
    kind: "token",
    account: { field: "person", allowance: allowance(60, 5 * SECOND) },
    // A tab asks every five minutes, and behind one address may be an office.
    address: allowance(600, SECOND / 2),
    givesBack: false,
  },
};

/** The limits of a path below `/auth/`; it has one spelling (endpoints.ts). Null: nothing can be guessed there. */
export function limitOf(path: string): Limit | null {
  if (path.startsWith("callback/")) return step("provider-callback");
  return Object.hasOwn(LIMITS, path) ? (LIMITS[path] ?? null) : null;
}
