/** Request bodies at the edge: bounded by what really arrives, whatever the headers claim. */
import { AppError } from "../protocol/errors.ts";
import { decodeText, isJsonType, parseJson } from "../protocol/json.ts";
import { LIMITS } from "../protocol/limits.ts";

/**
 * A body to hand on unread where its length was declared (it cannot be longer: HTTP ends it there), which saves a write an
 * eighth of its time; else its bytes, counted as they arrive.
 * @throws AppError PAYLOAD_TOO_LARGE, BAD_REQUEST
 */
export async function boundedBody(request: Request): Promise<BodyInit | null> {
  return declaredLength(request, LIMITS.bodyBytes) !== null ? request.body : readBody(request);
}

/** The body's bytes, at most so many. @throws AppError PAYLOAD_TOO_LARGE, BAD_REQUEST */
export async function readBody(request: Request, largest: number = LIMITS.bodyBytes): Promise<Uint8Array<ArrayBuffer>> {
  if (declaredLength(request, largest) !== null) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > largest) throw new AppError("PAYLOAD_TOO_LARGE");
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/**
 * Bytes that the body has at the most, or null where only its end will tell.
 * @throws AppError PAYLOAD_TOO_LARGE; BAD_REQUEST for two lengths at once, of which the other one would hold (RFC 9112, 6.1).
 */
function declaredLength({ headers }: Request, largest: number): number | null {
  const length = headers.get("content-length");
  if (length === null) return null;
  if (headers.has("transfer-encoding"))
    throw new AppError("BAD_REQUEST", { message: "Content-Length and Transfer-Encoding exclude each other." });
  if (Number(length) > largest) throw new AppError("PAYLOAD_TOO_LARGE");
  return Number(length);
}

/** The body as JSON. @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BAD_REQUEST */
export async function readJson(request: Request): Promise<{ text: string; value: unknown }> {
  if (!isJsonType(request.headers.get("content-type"))) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const text = decodeText(await readBody(request));
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError("BAD_REQUEST", { message: parsed.reason });
  return { text, value: parsed.value };
}
