/**
 * Headers of every answer. The object sets them on its own answers too: copying a response to add headers at the edge
 * would cost every request, so the edge passes such answers on as they are.
 */
export const BASE_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  // Answers are JSON: nothing in them may run or be framed.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
};

/**
 * The media type of every answer in JSON, wherever it was made: otherwise it would tell who has no right to know it whether an
 * object had answered.
 */
export const JSON_MEDIA_TYPE = "application/json; charset=utf-8";

export const REQUEST_ID_HEADER = "X-Request-Id";
