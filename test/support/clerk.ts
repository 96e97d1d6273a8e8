/** What Clerk signs: session tokens of people, and messages about them. By hand, so that tests may sign what Clerk never would. */
import type { CryptoKey, JWK } from "jose";
import { base64url, type Claims } from "./tokens.ts";

export const CLERK_USER = "user_2abcDEF3ghiJKL4mnoPQR5stuVW";
export const CLERK_SESSION = "sess_2zyxWVU3tsrQPO4nmlKJI5hgfED";
export const CLERK_APP = "https://app.clerk.test";
export const WEBHOOK_SECRET = `whsec_${btoa("the webhook secret of the tests!")}`;
const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** An instance's key. */
export interface ClerkSigner {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half as a key set shows it. */
  readonly jwk: JWK & { readonly kid: string };
}

export async function makeClerkSigner(kid: string, modulusLength = 2_048): Promise<ClerkSigner> {
  const algorithm = { ...RSA, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("This is no pair of keys.");
  const { privateKey, publicKey } = pair;
  const { kty, n, e } = await exportJwk(publicKey);
  return { kid, privateKey, publicKey, jwk: { use: "sig", kty, kid, alg: "RS256", n, e } };
}

/** A key as JSON. */
export async function exportJwk(key: CryptoKey): Promise<JWK> {
  const jwk = await crypto.subtle.exportKey("jwk", key);
  if (jwk instanceof ArrayBuffer) throw new Error("This is no JWK.");
  return jwk;
}

/** The claims of version 2, as documented, of a token that is good at `now`. */
export function clerkClaims(issuer: string, now: number, changes: Claims = {}): Claims {
  const iat = Math.floor(now / 1_000);
  return {
    azp: CLERK_APP,
    exp: iat + 60,
    fva: [7, -1],
    iat,
    iss: issuer,
    jti: "0123456789abcdef0123",
    nbf: iat - 10,
    o: { id: "org_2abc", rol: "admin", slg: "acme" },
    sid: CLERK_SESSION,
    sts: "active",
    sub: CLERK_USER,
    v: 2,
    ...changes,
  };
}

/** A token with these claims; texts are taken as they are. */
export async function signClerkToken(
  signer: Pick<ClerkSigner, "kid" | "privateKey">,
  claims: Claims | string,
  header: Claims = {},
): Promise<string> {
  const head = JSON.stringify({ alg: "RS256", cat: "cl_B7d4PD111AAA", kid: signer.kid, typ: "JWT", ...header });
  const input = `${base64url(head)}.${base64url(typeof claims === "string" ? claims : JSON.stringify(claims))}`;
  const signature = await crypto.subtle.sign(RSA.name, signer.privateKey, new TextEncoder().encode(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

/** What is signed, and when. */
export interface Signed {
  readonly id: string;
  readonly body: string | Uint8Array;
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly secret?: string;
}

/** The headers of a message as Svix sends them. */
export async function svixHeaders({ id, body, at = Date.now(), secret = WEBHOOK_SECRET }: Signed) {
  const timestamp = String(Math.floor(at / 1_000));
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const encoder = new TextEncoder();
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const input = Uint8Array.from([...encoder.encode(`${id}.${timestamp}.`), ...bytes]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, input));
  const signature = `v1,${btoa(String.fromCharCode(...mac))}`;
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
}

/** Somebody as Clerk's messages show them. */
export interface ClerkUser {
  readonly id: string;
  readonly email?: string;
  readonly verified?: boolean;
  readonly first?: string | null;
  readonly last?: string | null;
  readonly banned?: boolean;
  readonly locked?: boolean;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

/** `user.created` or `user.updated`, with the fields that concern us and some that do not. */
export function userEvent(type: string, user: ClerkUser, more: Readonly<Record<string, unknown>> = {}): object {
  const { id, email, verified = true, first = "Ada", last = "Lovelace", banned = false, locked = false } = user;
  const status = verified ? "verified" : "unverified";
  const addresses = [
    { id: "idn_other", object: "email_address", email_address: "other@people.example", verification: null },
    {
      id: "idn_first",
      object: "email_address",
      email_address: email,
      verification: { status, strategy: "email_code" },
    },
  ];
  const data = {
    object: "user",
    id,
    username: null,
    first_name: first,
    last_name: last,
    primary_email_address_id: email === undefined ? null : "idn_first",
    email_addresses: email === undefined ? [] : addresses,
    phone_numbers: [],
    unsafe_metadata: {},
    banned,
    locked,
    created_at: 1_795_000_000_000,
    updated_at: user.updatedAt,
    ...more,
  };
  return { object: "event", type, data, instance_id: "ins_test", timestamp: user.updatedAt + 1 };
}

export function deletedEvent(id: string): object {
  return { object: "event", type: "user.deleted", data: { object: "user", id, deleted: true }, timestamp: 1 };
}

export function sessionEvent(type: string, id: string, userId: string): object {
  const data = { object: "session", id, user_id: userId, client_id: "client_1", status: type.split(".")[1] };
  return { object: "event", type, data, timestamp: 1 };
}
