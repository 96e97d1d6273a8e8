/** Access tokens as croft-auth signs them, and everything that only looks like one. */
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from "jose";

export const PUBLIC_URL = "https://croft.test";
export const USER = "usr_01KAJ5Q9ZK3M8W2X4Y7T1B0CND";
export const SESSION = "ses_01KAJ5Q9ZK3M8W2X4Y7T1B0CNE";
/** 2026-11-21T09:30:00.000Z */
export const NOW = 1_795_253_400_000;

/** A key pair with the public half as a key set shows it. */
export interface Signer {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function makeSigner(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" } };
}

export type Claims = Readonly<Record<string, unknown>>;

export function claimsAt(now: number, changes: Claims = {}): Claims {
  const iat = Math.floor(now / 1_000);
  return {
    iss: `${PUBLIC_URL}/auth`,
    aud: PUBLIC_URL,
    sub: USER,
    sid: SESSION,
    iat,
    exp: iat + 300,
    ...changes,
  };
}

export function headerOf(kid: string, changes: Claims = {}): Claims {
  return { alg: "ES256", typ: "at+jwt", kid, ...changes };
}

/** Base64url of a text, or of bytes. */
export function base64url(data: string | Uint8Array): string {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Signs whatever stands in header and claims, as no library would. Texts are taken as they are. */
export async function signRaw(
  signer: Pick<Signer, "privateKey">,
  header: Claims | string,
  claims: Claims | string,
): Promise<string> {
  const text = (part: Claims | string) => base64url(typeof part === "string" ? part : JSON.stringify(part));
  const input = `${text(header)}.${text(claims)}`;
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    signer.privateKey,
    new TextEncoder().encode(input),
  );
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

/** A token that is good at `now`, with changed claims. */
export function signToken(signer: Signer, now: number, changes: Claims = {}): Promise<string> {
  return signRaw(signer, headerOf(signer.kid), claimsAt(now, changes));
}

/** HMAC-SHA256 over the token's input with whatever an attacker knows. */
export async function signWithSecret(secret: string, header: Claims, claims: Claims): Promise<string> {
  const input = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(input))))}`;
}
