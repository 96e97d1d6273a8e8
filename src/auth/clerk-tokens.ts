/** From a session token of Clerk to who calls, as an isolate goes about it: with Clerk's keys, fetched and kept. */
import type { AccessToken } from "./access-token.ts";
import type { ClerkSettings } from "./clerk-settings.ts";
import { CLERK_KEYS, clerkKeyIdOf, verifyClerkToken } from "./clerk-token.ts";
import { KeySet } from "./key-set.ts";

const TIMEOUT_MS = 2_000;
/** A key of 4096 bits is less than 1 KiB of JSON. */
const KEYS_BYTES = 65_536;

export class ClerkTokens {
  readonly #settings: ClerkSettings;
  readonly #keys: KeySet;

  /** @param report is told why Clerk's keys could not be fetched. */
  constructor(settings: ClerkSettings, report: (cause: unknown) => void) {
    this.#settings = settings;
    this.#keys = new KeySet(() => fetchKeys(settings.issuer), report, CLERK_KEYS);
  }

  /** What a token says; null where Clerk has not signed it for us, or it is over. @throws AppError UNAVAILABLE while no keys can be had. */
  async verify(token: string, now: number): Promise<AccessToken | null> {
    const kid = clerkKeyIdOf(token);
    const key = kid === null ? null : await this.#keys.key(kid, now);
    return key && verifyClerkToken(token, key, this.#settings, now);
  }
}

/** @throws Error for any answer but a small one with status 200. */
async function fetchKeys(issuer: string): Promise<unknown> {
  const response = await fetch(`${issuer}/.well-known/jwks.json`, {
    headers: { Accept: "application/json" },
    // Keys are those of this address and no other.
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`Clerk answered ${response.status} instead of its keys.`);
  }
  return JSON.parse(new TextDecoder().decode(await boundedBytes(response)));
}

async function boundedBytes(response: Response): Promise<Uint8Array> {
  const whole = new Uint8Array(KEYS_BYTES);
  let size = 0;
  // Leaving the loop ends the transfer.
  for await (const chunk of response.body ?? []) {
    if (size + chunk.byteLength > KEYS_BYTES) throw new Error(`Clerk's keys are more than ${KEYS_BYTES} bytes.`);
    whole.set(chunk, size);
    size += chunk.byteLength;
  }
  return whole.subarray(0, size);
}
