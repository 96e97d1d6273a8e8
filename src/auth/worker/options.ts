/** How Better Auth is set up, without anything of the runtime: what it needs of that comes in as `Surroundings`. */

import { APIError, createAuthMiddleware } from "better-auth/api";
import type { BetterAuthOptions } from "better-auth/minimal";
import { ulid } from "ulid";
import { log } from "../../log.ts";
import type { Mail } from "../accounts.ts";
import type { AuthSettings } from "./env.ts";
import { checkIdentity } from "./linking.ts";
import { existingAccountMail, leadingTo, resetMail, verificationMail } from "./mails.ts";
import { signInPlugins } from "./plugins.ts";

/** Below it sign-in starts at `/auth/…`. */
export const BASE_PATH = "/auth";

/** With the prefix a browser takes the cookie over a secure connection alone, for this host alone, and for all of its paths. */
const COOKIE_PREFIX = "__Host-croft";
export const SESSION_COOKIE = `${COOKIE_PREFIX}-session`;
/** Of a sign-in that waits for its second factor. */
export const TWO_FACTOR_COOKIE = `${COOKIE_PREFIX}-two-factor`;

const DAY_SECONDS = 86_400;

/** What the options call upon. */
export interface Surroundings {
  readonly settings: AuthSettings;
  /** Origins that may sign people in, beside the public URL's. */
  readonly origins: readonly string[];
  /** Sends without anybody waiting for it. */
  post(mail: Mail): void;
  /** Lets work go on behind the answer. */
  later(work: Promise<unknown>): void;
  /** A person may not sign in while this is false. */
  isActive(userId: string): Promise<boolean>;
  /** Called before a session's row goes; when it resolves, everybody who asks learns of it. */
  ended(session: { readonly id: string; readonly userId: string }): Promise<void>;
  /** Called when somebody has shown that a mailbox is theirs by choosing a password through it. */
  confirmed(userId: string): Promise<void>;
  /** Forgets links of mails, and sign-ins that wait for a second factor. */
  forgetPending(userId: string): Promise<void>;
}

/** Prefixes of ids that leave croft-auth; rows that never do have the first letters of their table. */
const PREFIXES: Readonly<Record<string, string>> = { user: "usr", session: "ses", passkey: "pk" };

export function authOptions(surroundings: Surroundings) {
  const { settings } = surroundings;
  return {
    appName: "Croft",
    baseURL: settings.publicUrl,
    basePath: BASE_PATH,
    secrets: [...settings.secrets],
    trustedOrigins: [...surroundings.origins],
    user: {
      additionalFields: {
        // Never from a request: operators write them (people.ts).
        status: { type: "string", required: true, defaultValue: "active", input: false },
        operator: { type: "boolean", required: true, defaultValue: false, input: false },
      },
      deleteUser: { enabled: true, afterDelete: async ({ id }) => surroundings.forgetPending(id) },
      validateUserInfo: checkIdentity,
    },
    ...passwords(surroundings),
    session: {
      expiresIn: 7 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
      // Passkeys are added, and accounts without a password ended, by whoever has just signed in.
      freshAge: 3_600,
      // A session that ended is over with the next request: nothing of it is kept in a second cookie.
      cookieCache: { enabled: false },
    },
    account: { accountLinking: { enabled: true, requireLocalEmailVerified: true }, encryptOAuthTokens: true },
    // Sign-in with another service fails in the browser, far from any page that could show why.
    onAPIError: { errorURL: `${settings.publicUrl}/` },
    plugins: signInPlugins(settings),
    verification: { storeIdentifier: "hashed" },
    databaseHooks: sessionHooks(surroundings),
    hooks: { before: endOthersWithPassword },
    // Sign-in is limited in an object, not in the memory of an isolate.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      // Without a level: with one it writes refusals to the console itself. What is an error of ours is logged with its answer.
      log: (level, message, ...details) => log("debug", { event: "better-auth", severity: level, message, details }),
    },
    advanced: advanced(surroundings),
  } satisfies BetterAuthOptions;
}

function passwords({ settings, post, confirmed, forgetPending }: Surroundings) {
  return {
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => {
        await confirmed(user.id);
        await forgetPending(user.id);
      },
      sendResetPassword: async ({ user, url }) => post(resetMail(user, leadingTo("/account/password", url))),
      onExistingUserSignUp: async ({ user }) => post(existingAccountMail(user, settings.publicUrl)),
    },
    emailVerification: {
      // Whoever can read the mail may not be whoever chose the password: the link opens no session.
      autoSignInAfterVerification: false,
      sendVerificationEmail: async ({ user, url }) =>
        post(verificationMail(user, leadingTo("/sign-in?confirmed=yes", url))),
    },
  } satisfies BetterAuthOptions;
}

/** Whoever learned the old password is signed out with it, whether or not the request asks for that. */
const endOthersWithPassword = createAuthMiddleware(async ({ path, body }) => {
  if (path !== "/change-password") return;
  return { context: { body: { ...body, revokeOtherSessions: true } } };
});

function sessionHooks({ isActive, ended }: Surroundings): NonNullable<BetterAuthOptions["databaseHooks"]> {
  return {
    session: {
      create: {
        before: async ({ userId }) => {
          if (!(await isActive(userId)))
            throw new APIError("FORBIDDEN", { code: "ACCOUNT_SUSPENDED", message: "This account is suspended." });
        },
      },
      delete: { before: async ({ id, userId }) => ended({ id, userId }) },
    },
  };
}

function advanced({ later }: Surroundings) {
  return {
    // The prefix below stands for it, and secure is said explicitly: the public URL of a local run is http.
    useSecureCookies: false,
    cookiePrefix: COOKIE_PREFIX,
    cookies: { session_token: { name: SESSION_COOKIE }, two_factor: { name: TWO_FACTOR_COOKIE } },
    defaultCookieAttributes: { httpOnly: true, secure: true, sameSite: "lax", path: "/" },
    // Both are off by themselves where NODE_ENV is "test".
    disableOriginCheck: false,
    disableCSRFCheck: false,
    ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
    backgroundTasks: { handler: later },
    database: {
      joins: true,
      // Otherwise hooks would see the first hundred sessions of a person alone when all of them end.
      defaultFindManyLimit: 10_000,
      generateId: ({ model }) => `${PREFIXES[model] ?? model.slice(0, 3)}_${ulid()}`,
    },
  } satisfies BetterAuthOptions["advanced"];
}
