/**
 * Credentials that a tenant's object issues: API keys, `croft_{tenant}_{keyId}_{secret}`, and others of the same shape.
 * The secret is 40 hex digits that nobody can guess, one digit naming the version of the MAC secret, and a 32-digit MAC over
 * tenant, id and randomness. The MAC lets the edge refuse a forged one without waking an object; the object alone knows
 * (by SHA-256 of the whole text, which is enough for 160 bits) whether it is still valid.
 */
const BELOW_PREFIX = "([a-z][a-z0-9-]{1,38}[a-z0-9])_([0-9A-Z]{26})_([0-9a-f]{40})([1-9])([0-9a-f]{32})$";

/** A kind of credential. No two kinds have the same prefix, nor the same domain. */
export interface TokenKind {
  readonly pattern: RegExp;
  readonly prefix: string;
  /** Stands before all that the MAC secret is used for, so that what is genuine of one kind is nothing of another; no tenant begins so. */
  readonly domain: string;
}

/** @param domain empty, or words with a space at the end: handles have no spaces. */
export function tokenKind(prefix: string, domain: string): TokenKind {
  return { prefix, domain, pattern: new RegExp(`^${prefix}_${BELOW_PREFIX}`) };
}

const KEY = tokenKind("croft", "");

/** Version digit → secret; the first entry signs new keys, the others are still accepted. */
export type MacSecrets = ReadonlyMap<string, string>;

/** What a genuine credential says; whether it is still valid is the object's decision. */
export interface GenuineToken {
  readonly tenant: string;
  /** ULID, without the prefix of the record's id. */
  readonly id: string;
  /** SHA-256 of the whole text, hex. */
  readonly hash: string;
}

/** What a genuine key says. */
export interface GenuineKey {
  readonly tenant: string;
  readonly keyId: string;
  /** SHA-256 of the whole key, hex. */
  readonly hash: string;
}

/**
 * The key of this tenant, id and seed; shown once, never stored. The same seed gives the same key, so that the answer to
 * a repeated request can be given again without keeping the key anywhere; without a seed the key is new.
 */
export async function issueKey(
  tenant: string,
  keyId: string,
  secrets: MacSecrets,
  seed: string = crypto.randomUUID(),
): Promise<{ key: string; hash: string }> {
  const { token: key, hash } = await issueToken(KEY, { tenant, id: keyId }, secrets, seed);
  return { key, hash };
}

/** The key's parts if its MAC is genuine, else null. */
export async function verifyKey(key: string, secrets: MacSecrets): Promise<GenuineKey | null> {
  const genuine = await verifyToken(KEY, key, secrets);
  return genuine && { tenant: genuine.tenant, keyId: genuine.id, hash: genuine.hash };
}

/** The credential of this kind, tenant, id and seed: the same seed gives the same text while the newest secret is the same. */
export async function issueToken(
  kind: TokenKind,
  { tenant, id }: Pick<GenuineToken, "tenant" | "id">,
  secrets: MacSecrets,
  seed: string,
): Promise<{ token: string; hash: string }> {
  const [newest] = secrets;
  if (!newest) throw new Error("KEY_MAC_SECRETS holds no secret.");
  const [version, secret] = newest;
  const random = (await hmac(secret, `${kind.domain}seed ${tenant} ${id} ${seed}`)).slice(0, 40);
  const tag = await mac(kind, secret, tenant, id, random);
  const token = `${kind.prefix}_${tenant}_${id}_${random}${version}${tag}`;
  return { token, hash: await sha256(token) };
}

/** The credential's parts if its MAC is genuine, else null. */
export async function verifyToken(kind: TokenKind, token: string, secrets: MacSecrets): Promise<GenuineToken | null> {
  const [, tenant, id, random, version, tag] = kind.pattern.exec(token) ?? [];
  if (!tenant || !id || !random || !version || !tag) return null;
  const secret = secrets.get(version);
  if (!secret) return null;
  if (!equalText(await mac(kind, secret, tenant, id, random), tag)) return null;
  return { tenant, id, hash: await sha256(token) };
}

async function mac(kind: TokenKind, secret: string, tenant: string, id: string, random: string): Promise<string> {
  return (await hmac(secret, `${kind.domain}${tenant}_${id}_${random}`)).slice(0, 32);
}

/** Imported secrets; there are as many as `KEY_MAC_SECRETS` holds. */
const imported = new Map<string, Awaited<ReturnType<typeof crypto.subtle.importKey>>>();

/** HMAC-SHA256 of a text, hex. */
async function hmac(secret: string, text: string): Promise<string> {
  const key =
    imported.get(secret) ??
    (await crypto.subtle.importKey("raw", encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]));
  imported.set(secret, key);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, encode(text))));
}

/** SHA-256 of a text, hex. */
export async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", encode(text))));
}

/** Compares texts of equal length in constant time; the length itself is no secret here. */
export function equalText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
