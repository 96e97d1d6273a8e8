/** Deliveries of GitHub, signed as it signs them. */

/** What the tests' installation is bound to (vitest.config.ts): the second one is being replaced. */
export const GITHUB_WEBHOOK_SECRETS = ["the-secret-of-github", "the-former-secret-of-github"];

/** As much of a delivery as a test says. */
export interface GithubDelivery {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly id?: string;
  readonly event?: string;
  readonly secret?: string;
}

/** The headers that GitHub sends. */
export async function deliveryHeaders({
  body,
  id = crypto.randomUUID(),
  event = "issues",
  secret = GITHUB_WEBHOOK_SECRETS[0] ?? "",
}: GithubDelivery): Promise<Record<string, string>> {
  return {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/044aadd",
    "x-github-delivery": id,
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${await macOf("SHA-256", secret, body)}`,
  };
}

/** In hexadecimal digits. */
export async function macOf(
  hash: "SHA-256" | "SHA-1",
  secret: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
  return [...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
