/** Keys shown once more, to a repeated request: derived again, since they are kept nowhere. */
import type { MacSecrets } from "../../src/auth/key-format.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Keys } from "./keys.ts";

/**
 * The key that `issue` made then. Since then the MAC secrets may have changed, and the newest would derive a key that never was one.
 * @throws AppError GONE where the secret that signed it is no longer configured: the key is over, too.
 */
export async function reissuedKey(
  keys: Keys,
  id: string,
  secrets: MacSecrets,
  issue: (secrets: MacSecrets) => Promise<{ readonly key: string; readonly hash: string }>,
): Promise<string> {
  for (const secret of secrets) {
    const { key, hash } = await issue(new Map([secret]));
    if (keys.hasSecret(id, hash)) return key;
  }
  throw new AppError("GONE", { message: "This key can be shown no more: make another one." });
}
