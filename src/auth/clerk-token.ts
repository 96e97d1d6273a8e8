/**
 * Session tokens of Clerk, for teams whose people sign in there: a JWT that Clerk signs for a minute, for one session of one
 * person. As with our own tokens the form is closed: one algorithm, one type, one issuer. Organisations, roles and permissions in
 * them mean nothing here: what a person may do is the tenant's to say, and nobody is an operator by them.
 */
import { errors, jwtVerify } from "jose";
import * as z from "zod";
import { ACCESS_TOKEN_SECONDS, type AccessToken } from "./access-token.ts";
import type { ClerkSettings } from "./clerk-settings.ts";
import { type KeyForm, keyNames } from "./key-set.ts";
import { jsonOfPart } from "./token-parts.ts";

export const CLERK_ALGORITHM = "RS256";
/** Clerk's tokens for signing in; those of its OAuth applications have another type. */
export const CLERK_TYPE = "JWT";
/** Ids of Clerk's people and sessions. Ours begin otherwise, so that neither side can name anybody of the other. */
export const CLERK_USER_ID = /^user_[0-9A-Za-z]{1,59}$/;
export const CLERK_SESSION_ID = /^sess_[0-9A-Za-z]{1,59}$/;

/** Clerk's clock and ours may differ by this much, as in Clerk's own library; the end of a token is the end. */
const SKEW_SECONDS = 5;
/** Tokens hold custom claims too; what is longer than this fits no header of ours. */
const LONGEST = 4_096;
/** Signatures of keys of 2048 to 4096 bits. */
const TOKEN_PATTERN = /^([\w-]{1,1024})\.[\w-]{1,3500}\.[\w-]{342,683}$/;

/** Clerk writes parameters of its own beside these three; those by which a token would say how it is to be verified are refused. */
const REFUSED_PARAMETERS = ["b64", "crit", "jku", "jwk", "x5c", "x5u", "zip"];
const headerSchema = z
  .looseObject({
    alg: z.literal(CLERK_ALGORITHM),
    typ: z.literal(CLERK_TYPE),
    kid: z.string().regex(/^[\w-]{1,64}$/),
  })
  .refine((header) => REFUSED_PARAMETERS.every((name) => !Object.hasOwn(header, name)));

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().regex(CLERK_USER_ID),
  // Tokens of Clerk's templates have none: nothing could end them.
  sid: z.string().regex(CLERK_SESSION_ID),
  iat: z.int().positive(),
  exp: z.int().positive(),
  nbf: z.int().positive().optional(),
  azp: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  // Otherwise the person has something left to do before being signed in.
  sts: z.literal("active").optional(),
  // Somebody else acts as this person, and the log would not say so.
  act: z.undefined().optional(),
});

/** A modulus of 2048 to 4096 bits whose first bit is set, as that of every key of such a length. */
const modulus = z.string().regex(/^[g-z0-9_-][\w-]{341,682}$/);

/** Clerk's keys. */
export const CLERK_KEYS: KeyForm = {
  algorithm: CLERK_ALGORITHM,
  schema: z
    .object({ ...keyNames(CLERK_ALGORITHM), kty: z.literal("RSA"), n: modulus, e: z.literal("AQAB") })
    .transform(({ kid, kty, n, e }) => ({ kid, jwk: { kty, n, e } })),
};

/** The id of the key that must have signed, or null for a text that cannot be a session token of Clerk. */
export function clerkKeyIdOf(token: string): string | null {
  const header = token.length <= LONGEST ? TOKEN_PATTERN.exec(token)?.[1] : undefined;
  if (header === undefined) return null;
  const parsed = headerSchema.safeParse(jsonOfPart(header));
  return parsed.success ? parsed.data.kid : null;
}

/** The token's content if this key has signed it, for these settings, and it is not over; else null. */
export async function verifyClerkToken(
  token: string,
  key: CryptoKey,
  settings: ClerkSettings,
  now: number,
): Promise<AccessToken | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: settings.issuer,
      algorithms: [CLERK_ALGORITHM],
      typ: CLERK_TYPE,
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(now),
    });
    return clerkTokenOf(payload, settings, now);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** What these claims, whose signature holds, are worth at `now` (ms); null for any that is odd, foreign, early or over. */
export function clerkTokenOf(claims: unknown, settings: ClerkSettings, now: number): AccessToken | null {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const { iss, sub, sid, iat, exp, nbf, azp, aud } = parsed.data;
  if (iss !== settings.issuer || !isForUs(azp, aud, settings)) return null;
  const latest = now / 1_000 + SKEW_SECONDS;
  if (iat > latest || (nbf !== undefined && nbf > latest)) return null;
  // What has ended is remembered for so long; a token that lives longer would outlive that.
  if (exp <= iat || exp - iat > ACCESS_TOKEN_SECONDS || exp * 1_000 <= now) return null;
  return { userId: sub, sessionId: sid, operator: false, expiresAt: exp * 1_000 };
}

function isForUs(azp: string | undefined, aud: string | string[] | undefined, settings: ClerkSettings): boolean {
  const { authorizedParties, audience } = settings;
  if (authorizedParties.length > 0 && (azp === undefined || !authorizedParties.includes(azp))) return false;
  const audiences = [aud ?? []].flat();
  return audience === null ? audiences.length === 0 : audiences.includes(audience);
}
