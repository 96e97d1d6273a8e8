/**
 * API keys: `croft_{tenant}_{keyId}_{secret}`.
 * The secret is 40 hex digits that nobody can guess, one digit naming the version of the MAC secret, and a 32-digit MAC over
 * tenant, id and randomness. The MAC lets the edge refuse a forged key without waking an object; the object alone knows
 * (by SHA-256 of the whole key, which is enough for 160 bits) whether the key is still valid.
 */
const KEY_PATTERN = /^croft_([a-z][a-z0-9-]{1,38}[a-z0-9])_([0-9A-Z]{26})_([0-9a-f]{40})([1-9])([0-9a-f]{32})$/;

/** Version digit → secret; the first entry signs new keys, the others are still accepted. */
export type MacSecrets = ReadonlyMap<string, string>;

/** What a genuine key says; whether it is still valid is the object's decision. */
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
  const [newest] = secrets;
  if (!newest) throw new Error("KEY_MAC_SECRETS holds no secret.");
  const [version, secret] = newest;
  const random = (await hmac(secret, `seed ${tenant} ${keyId} ${seed}`)).slice(0, 40);
  const key = `croft_${tenant}_${keyId}_${random}${version}${await mac(secret, tenant, keyId, random)}`;
  return { key, hash: await sha256(key) };
}

/** The key's parts if its MAC is genuine, else null. */
export async function verifyKey(key: string, secrets: MacSecrets): Promise<GenuineKey | null> {
  const match = KEY_PATTERN.exec(key);
  const [, tenant, keyId, random, version, tag] = match ?? [];
  if (!tenant || !keyId || !random || !version || !tag) return null;
  const secret = secrets.get(version);
  if (!secret) return null;
  if (!equalText(await mac(secret, tenant, keyId, random), tag)) return null;
  return { tenant, keyId, hash: await sha256(key) };
}

async function mac(secret: string, tenant: string, keyId: string, random: string): Promise<string> {
  return (await hmac(secret, `${tenant}_${keyId}_${random}`)).slice(0, 32);
}

/** HMAC-SHA256 of a text, hex. */
async function hmac(secret: string, text: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
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
