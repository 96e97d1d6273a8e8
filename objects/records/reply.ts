/** Answers of the object: JSON text, status and headers, in the envelope of the contract. */
import { AppError } from "../../src/protocol/errors.ts";
import { BASE_HEADERS, JSON_MEDIA_TYPE, REQUEST_ID_HEADER } from "../../src/response-headers.ts";
import type { Written } from "./writer.ts";

/** What becomes a response; stored as it is for repeated writes. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `{ data, meta }` from a value. */
export function reply(status: number, data: unknown, meta: object, headers: Record<string, string> = {}): Reply {
  return { status, body: JSON.stringify({ data, meta }), headers };
}

/** `{ data, meta }` around JSON text, such as the log holds too: nothing is serialised twice. */
export function textReply(status: number, data: string, seq: number, headers: Record<string, string> = {}): Reply {
  return { status, body: `{"data":${data},"meta":{"seq":${seq}}}`, headers };
}

/** One record. */
export function recordReply(
  status: number,
  written: Pick<Written, "record" | "json">,
  seq: number,
  headers: Record<string, string> = {},
): Reply {
  return textReply(status, written.json, seq, { ETag: `"${written.record.version}"`, ...headers });
}

/** An error as the contract shows it. */
export function errorReply(error: AppError, requestId: string): Reply {
  return { status: error.status, body: JSON.stringify({ error: error.body(requestId) }), headers: error.headers };
}

/** Anything thrown, as a contract error; what is not one becomes INTERNAL and keeps its cause for the log. */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError("INTERNAL", { cause: error });
}

/** The response that goes through the routing Worker to the client; it may concern one caller only, so nobody caches it. */
export function toResponse(answer: Reply, requestId: string): Response {
  const headers = {
    ...BASE_HEADERS,
    "Content-Type": JSON_MEDIA_TYPE,
    [REQUEST_ID_HEADER]: requestId,
    ...answer.headers,
  };
  return new Response(answer.status === 304 ? null : answer.body, { status: answer.status, headers });
}
