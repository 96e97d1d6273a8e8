/** One spelling a path: an escape, an empty segment or a dot would be read differently by someone on the way. */
import { AppError } from "../protocol/errors.ts";

/** Scheme and host, then segments of letters, digits and marks that nobody escapes, then the query if there is one. */
const PLAIN_URL = /^https?:\/\/[^/?]+(?:\/(?!\.{1,2}(?:[/?]|$))[\w.~!$'()*,=:@-]+)+\/?(?:\?|$)/;

/** @throws AppError NOT_FOUND for a URL that has another spelling. */
export function requirePlainPath(url: string): void {
  if (!PLAIN_URL.test(url)) throw new AppError("NOT_FOUND");
}
