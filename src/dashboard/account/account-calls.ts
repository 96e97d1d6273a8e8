/** What a person can do with the account: calls of `/auth` beside signing in. */
import * as z from "zod/mini";
import { session } from "../service.ts";

const standingSchema = z.object({
  session: z.object({ id: z.string() }),
  user: z.object({ name: z.string(), email: z.string(), twoFactorEnabled: z.optional(z.nullable(z.boolean())) }),
});

const signInSchema = z.object({
  id: z.string(),
  /** Ends it. */
  token: z.string(),
  createdAt: z.string(),
  ipAddress: z.nullish(z.string()),
  userAgent: z.nullish(z.string()),
});

const passkeySchema = z.object({
  id: z.string(),
  name: z.nullish(z.string()),
  createdAt: z.nullish(z.string()),
});

const loginSchema = z.object({ providerId: z.string() });
const enabledSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const codesSchema = z.object({ backupCodes: z.array(z.string()) });

/** One place at which the person is signed in. */
export type SignedInPlace = z.infer<typeof signInSchema>;
export type Passkey = z.infer<typeof passkeySchema>;
/** A second factor that is being set up: it counts once a code of the app was shown. */
export type NewSecondFactor = z.infer<typeof enabledSchema>;

/** The account as the service has it now. */
export async function readAccount() {
  const { session: here, user } = standingSchema.parse(await session.call("GET", "/get-session"));
  const logins = z.array(loginSchema).parse(await session.call("GET", "/list-accounts"));
  return {
    name: user.name,
    email: user.email,
    /** The session of this browser. */
    here: here.id,
    hasSecondFactor: user.twoFactorEnabled === true,
    /** Whether there is a password: who came by another service has none. */
    hasPassword: logins.some(({ providerId }) => providerId === "credential"),
  };
}

export type AccountNow = Awaited<ReturnType<typeof readAccount>>;

/** Newest first. */
export async function readPlaces(): Promise<readonly SignedInPlace[]> {
  const places = z.array(signInSchema).parse(await session.call("GET", "/list-sessions"));
  return places.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}

export async function readPasskeys(): Promise<readonly Passkey[]> {
  return z.array(passkeySchema).parse(await session.call("GET", "/passkey/list-user-passkeys"));
}

export const removePasskey = (id: string) => session.call("POST", "/passkey/delete-passkey", { id });

export const endPlace = (token: string) => session.call("POST", "/revoke-session", { token });
export const endOtherPlaces = () => session.call("POST", "/revoke-other-sessions");

export const rename = (name: string) => session.call("POST", "/update-user", { name });

/** Every other session ends: whoever knew the old password is out. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  session.call("POST", "/change-password", { currentPassword, newPassword, revokeOtherSessions: true });

/** What the authenticator app is given, and the codes for the day it is lost. */
export async function beginSecondFactor(password: string): Promise<NewSecondFactor> {
  return enabledSchema.parse(await session.call("POST", "/two-factor/enable", { password }));
}

export const confirmSecondFactor = (code: string) => session.call("POST", "/two-factor/verify-totp", { code });
export const endSecondFactor = (password: string) => session.call("POST", "/two-factor/disable", { password });

/** The codes before are worth nothing any more. */
export async function newBackupCodes(password: string): Promise<readonly string[]> {
  return codesSchema.parse(await session.call("POST", "/two-factor/generate-backup-codes", { password })).backupCodes;
}

export const deleteAccount = (password: string) => session.call("POST", "/delete-user", { password });
