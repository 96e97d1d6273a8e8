/** What stands in an access token, and for how long it and what ends it live. */
import { ACCESS_TOKEN_SECONDS } from "../access-token.ts";
import { issuerOf } from "../public-url.ts";

/** For clocks that differ, and for a token signed while its session was being ended. */
const MARGIN_MS = 60_000;

/** Until when (ms) a session that ended at `now` has to be remembered: its last token is dead then. */
export function rememberUntil(now: number): number {
  return now + ACCESS_TOKEN_SECONDS * 1_000 + MARGIN_MS;
}

/** Who a token is for. */
export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly operator: boolean;
}

/** The claims of a token made at `now` (ms). */
export function claimsOf(subject: TokenSubject, publicUrl: string, now: number) {
  const iat = Math.floor(now / 1_000);
  const { issuer, audience } = issuerOf(publicUrl);
  return {
    iss: issuer,
    aud: audience,
    sub: subject.userId,
    sid: subject.sessionId,
    iat,
    exp: iat + ACCESS_TOKEN_SECONDS,
    ...(subject.operator ? { role: "operator" } : {}),
  };
}
