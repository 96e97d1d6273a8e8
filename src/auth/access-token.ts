/**
 * Access tokens: a JWT that croft-auth signs for five minutes and the routing Worker verifies, without asking anybody.
 * What a token may look like is a closed form (RFC 8725): one algorithm, one type, three header parameters, one issuer, one
 * audience. What its header says chooses among our own keys and nothing else.
 */
import { type CryptoKey, errors, jwtVerify } from "jose";
import * as z from "zod";
import { issuerOf } from "./public-url.ts";
import { jsonOfPart } from "./token-parts.ts";

/** Seconds from `iat` to `exp`, at most. */
export const ACCESS_TOKEN_SECONDS = 300;
export const ACCESS_TOKEN_ALGORITHM = "ES256";
export const ACCESS_TOKEN_TYPE = "at+jwt";

/** What a token that is genuine and not over says. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  /** Whether its holder asked to act as an operator, and is one. */
  readonly operator: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Clocks of the two Workers may differ by this much. */
const SKEW_SECONDS = 30;
/** A token of ours has about 450 characters; whatever is longer is not looked at. */
const LONGEST = 2_048;
/** Header, claims, and the 64 bytes of an ES256 signature, whose last character stands for two bits alone. */
const TOKEN_PATTERN = /^([\w-]{1,512})\.([\w-]{1,1500})\.[\w-]{85}[AQgw]$/;

/** Exactly these: `crit`, `jku`, `jwk`, `x5u`, `b64`, `zip` and all that is yet to come are refused. */
const headerSchema = z.strictObject({
  alg: z.literal(ACCESS_TOKEN_ALGORITHM),
  typ: z.literal(ACCESS_TOKEN_TYPE),
  kid: z.string().regex(/^[\w-]{1,64}$/),
});

const claimsSchema = z.object({
  iss: z.string(),
  // One audience: a list may name others, for whom the token is good as well.
  aud: z.string(),
  sub: z.string().regex(/^usr_[0-9A-Z]{26}$/),
  sid: z.string().regex(/^ses_[0-9A-Z]{26}$/),
  iat: z.int().positive(),
  exp: z.int().positive(),
  nbf: z.int().positive().optional(),
  role: z.literal("operator").optional(),
});

/** The id of the key that must have signed, or null for a text that cannot be an access token of ours. */
export function keyIdOf(token: string): string | null {
  const header = token.length <= LONGEST ? TOKEN_PATTERN.exec(token)?.[1] : undefined;
  if (header === undefined) return null;
  const parsed = headerSchema.safeParse(jsonOfPart(header));
  return parsed.success ? parsed.data.kid : null;
}

/** The token's content if this key has signed it, for this installation, and it is not over; else null. */
export async function verifyAccessToken(
  token: string,
  key: CryptoKey,
  publicUrl: string,
  now: number,
): Promise<AccessToken | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      ...issuerOf(publicUrl),
      algorithms: [ACCESS_TOKEN_ALGORITHM],
      typ: ACCESS_TOKEN_TYPE,
      requiredClaims: ["sub", "sid", "iat", "exp"],
      currentDate: new Date(now),
    });
    return accessTokenOf(payload, publicUrl, now);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** What these claims, whose signature holds, are worth at `now` (ms); null for any that is odd, foreign, early or over. */
export function accessTokenOf(claims: unknown, publicUrl: string, now: number): AccessToken | null {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const { iss, aud, sub, sid, iat, exp, nbf, role } = parsed.data;
  const { issuer, audience } = issuerOf(publicUrl);
  if (iss !== issuer || aud !== audience) return null;
  const latest = now / 1_000 + SKEW_SECONDS;
  if (iat > latest || (nbf !== undefined && nbf > latest)) return null;
  if (exp <= iat || exp - iat > ACCESS_TOKEN_SECONDS || exp * 1_000 <= now) return null;
  return { userId: sub, sessionId: sid, operator: role === "operator", expiresAt: exp * 1_000 };
}
