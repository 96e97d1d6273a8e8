/** From what came in on a socket to a message, to a refusal of one subscription, or to the reason to close the socket. */
import * as z from "zod";
import { CLOSE, type CloseCode } from "../../../src/protocol/close-codes.ts";
import { AppError } from "../../../src/protocol/errors.ts";
import { parseJson } from "../../../src/protocol/json.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { type UpMessage, upMessageSchema } from "../../../src/protocol/live-up.ts";
import { detailsOf } from "../body.ts";

export type Incoming =
  | { readonly kind: "message"; readonly message: UpMessage }
  | { readonly kind: "refused"; readonly id: string; readonly error: AppError }
  | { readonly kind: "close"; readonly code: CloseCode; readonly reason: string };

/** Enough of a subscribe message to answer it. */
const namedSchema = z.object({ type: z.literal("subscribe"), id: z.string() });

export function readMessage(data: string | ArrayBuffer): Incoming {
  if (typeof data !== "string") return protocolError("messages are JSON text");
  if (isTooLarge(data)) return { kind: "close", code: CLOSE.TOO_LARGE, reason: "message too large" };
  const parsed = parseJson(data);
  if (!parsed.ok) return refusal(leniently(data), parsed.reason) ?? protocolError("not valid JSON");
  const message = upMessageSchema.safeParse(parsed.value);
  if (message.success) return { kind: "message", message: message.data };
  return (
    refusal(parsed.value, "The message is malformed.", message.error) ?? protocolError("unknown or malformed message")
  );
}

function isTooLarge(text: string): boolean {
  const { messageBytes } = LIMITS.live;
  if (text.length * 3 <= messageBytes) return false;
  return text.length > messageBytes || new TextEncoder().encode(text).length > messageBytes;
}

/** What a person typed into a search box may break our rules for JSON; that ends one subscription, not the socket. */
function leniently(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(value: unknown, message: string, error?: z.ZodError): Incoming | null {
  const named = namedSchema.safeParse(value);
  if (!named.success) return null;
  const details = error ? { details: detailsOf(error) } : {};
  return { kind: "refused", id: named.data.id, error: new AppError("BAD_REQUEST", { message, ...details }) };
}

function protocolError(reason: string): Incoming {
  return { kind: "close", code: CLOSE.PROTOCOL_ERROR, reason };
}
