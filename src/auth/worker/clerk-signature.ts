/** Whether Clerk has signed a webhook. Clerk sends them through Svix, which signs as Standard Webhooks has it. */
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import type { ClerkMessage } from "../accounts.ts";

/** Seconds by which a message may be old or ahead. */
const TOLERANCE_SECONDS = 300;
/** Closed forms: of two headers of one name the runtime makes one with a comma and a space, and numbers are read to their end. */
const ID = /^[\w.-]{1,128}$/;
const TIMESTAMP = /^[1-9]\d{0,10}$/;
/** Several while the secret is being rotated; signatures of other versions are not ours to check. */
const SIGNATURES = /^v1a?,[A-Za-z0-9+/=]{1,200}(?: v1a?,[A-Za-z0-9+/=]{1,200}){0,9}$/;

/** Bytes that are no UTF-8 have no text, so no two bodies have the same. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text that was signed with this secret within five minutes of `now` (ms), or null. */
export function signedText(message: ClerkMessage, secret: string, now: number): string | null {
  const { id, timestamp, signature, body } = message;
  if (!ID.test(id) || !TIMESTAMP.test(timestamp) || !SIGNATURES.test(signature)) return null;
  if (Math.abs(Math.floor(now / 1_000) - Number(timestamp)) > TOLERANCE_SECONDS) return null;
  const text = textOf(body);
  if (text === null) return null;
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
  try {
    new Webhook(secret).verify(text, headers, { jsonParse: false });
    return text;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return null;
    throw error;
  }
}

function textOf(body: Uint8Array): string | null {
  try {
    return utf8.decode(body);
  } catch {
    return null;
  }
}
