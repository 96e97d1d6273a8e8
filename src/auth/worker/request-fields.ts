/**
 * Fields that a body may have, by path below `/auth/`. Better Auth ignores what it does not know, and knows more than Croft
 * wants: tokens of providers made elsewhere, scopes, devices that are trusted. A field that is not listed is refused.
 */
import * as z from "zod";
import { AppError } from "../../protocol/errors.ts";

const text = (longest: number) => z.string().max(longest).optional();
const email = text(320);
const password = text(1_024);
/** Where a link or a provider leads back to; Better Auth holds it against the allowed origins. */
const address = text(2_048);
const code = text(64);
/** What authenticators say is nested, and read by the library for them. */
const credential = z.record(z.string(), z.unknown());

const provider = {
  provider: text(32),
  callbackURL: address,
  errorCallbackURL: address,
  newUserCallbackURL: address,
  disableRedirect: z.boolean().optional(),
};

const FIELDS: Readonly<Record<string, z.ZodObject>> = {
  "sign-up/email": z.strictObject({
    email,
    password,
    name: text(200),
    callbackURL: address,
    rememberMe: z.boolean().optional(),
  }),
  "sign-in/email": z.strictObject({ email, password, callbackURL: address, rememberMe: z.boolean().optional() }),
  "sign-out": z.strictObject({}),
  "send-verification-email": z.strictObject({ email, callbackURL: address }),
  "request-password-reset": z.strictObject({ email, redirectTo: address }),
  "reset-password": z.strictObject({ newPassword: password, token: text(128) }),
  "change-password": z.strictObject({
    currentPassword: password,
    newPassword: password,
    revokeOtherSessions: z.boolean().optional(),
  }),
  "update-user": z.strictObject({
    name: text(200),
    image: z
      .url({ protocol: /^https$/ })
      .max(2_048)
      .nullish(),
  }),
  "revoke-session": z.strictObject({ token: text(128) }),
  "revoke-sessions": z.strictObject({}),
  "revoke-other-sessions": z.strictObject({}),
  "delete-user": z.strictObject({ password }),
  "sign-in/social": z.strictObject(provider),
  "link-social": z.strictObject(provider),
  "unlink-account": z.strictObject({ providerId: text(32), accountId: text(256) }),
  "two-factor/enable": z.strictObject({ password }),
  "two-factor/disable": z.strictObject({ password }),
  "two-factor/get-totp-uri": z.strictObject({ password }),
  "two-factor/generate-backup-codes": z.strictObject({ password }),
  // No `trustDevice`: every sign-in with the password asks for the second factor.
  "two-factor/verify-totp": z.strictObject({ code }),
  "two-factor/verify-backup-code": z.strictObject({ code }),
  "passkey/verify-registration": z.strictObject({ response: credential, name: text(200) }),
  "passkey/verify-authentication": z.strictObject({ response: credential }),
  token: z.strictObject({ role: z.literal("operator").optional() }),
  "passkey/delete-passkey": z.strictObject({ id: text(64) }),
  "passkey/update-passkey": z.strictObject({ id: text(64), name: text(200) }),
};

/** A body, by name of field. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws AppError VALIDATION_ERROR naming each field at fault */
export function checkFields(path: string, body: unknown): Fields {
  const parsed = (FIELDS[path] ?? z.strictObject({})).safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION_ERROR", { details: parsed.error.issues.flatMap(detailsOf) });
}

function detailsOf(issue: z.core.$ZodIssue): { field: string; message: string }[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((field) => ({ field, message: "is not known here" }));
  return [{ field: String(issue.path[0] ?? "body"), message: issue.message }];
}
