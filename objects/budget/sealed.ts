/**
 * Tokens at rest: AES-256-GCM under a key that HKDF derives from a secret of the environment, one for each credential, so that a
 * sealed token is of no use in another object. The form is `{version}.{base64 of the 12 bytes of the nonce and the rest}`.
 */

/** Version digit → 64 hexadecimal digits; the first one seals, all open. */
export type CredentialSecrets = ReadonlyMap<string, string>;

const NONCE_BYTES = 12;

export async function seal(secrets: CredentialSecrets, credential: string, token: string): Promise<string> {
  const [newest] = secrets;
  if (!newest) throw new Error("CREDENTIAL_SECRETS holds no secret.");
  const [version, secret] = newest;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await keyOf(secret, credential);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, new TextEncoder().encode(token));
  return `${version}.${btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed)))}`;
}

/** The token; null where its secret is gone, or it was sealed for another credential. */
export async function unseal(secrets: CredentialSecrets, credential: string, sealed: string): Promise<string | null> {
  const [version = "", text = ""] = sealed.split(".");
  const secret = secrets.get(version);
  if (secret === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const key = await keyOf(secret, credential);
    const iv = bytes.subarray(0, NONCE_BYTES);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.subarray(NONCE_BYTES));
    return new TextDecoder().decode(opened);
  } catch {
    return null;
  }
}

/** Whether it was sealed with an older secret than the newest. */
export function isOutdated(secrets: CredentialSecrets, sealed: string): boolean {
  const [newest] = secrets.keys();
  return !sealed.startsWith(`${newest}.`);
}

async function keyOf(secret: string, credential: string) {
  const bytes = Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const master = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode(`croft credential ${credential}`);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(derivation, master, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
