/** Whether GitHub sent a delivery: only it and we know the secret. */

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Holds `X-Hub-Signature-256` against the bytes as they came: parsed and written anew they would be others. Several secrets while
 * one replaces another. The older `sha1=` counts for nothing. Takes as long for every wrong signature.
 */
export async function verifySignature(
  secrets: readonly string[],
  rawBytes: Uint8Array<ArrayBuffer>,
  header: string | null | undefined,
): Promise<boolean> {
  const digits = SIGNATURE.exec(header ?? "")?.[1];
  if (digits === undefined) return false;
  const signature = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  // Anybody can sign with an empty secret.
  const real = secrets.filter((secret) => secret !== "");
  const verified = await Promise.all(real.map((secret) => isSignedWith(secret, signature, rawBytes)));
  return verified.includes(true);
}

/** `verify` compares in constant time, as the Web Crypto API wants it of a MAC. */
async function isSignedWith(
  secret: string,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, signature, bytes);
}
