/** The refusal of a request without a valid credential. It names the scheme, as RFC 9110 wants it of every 401. */
import { AppError } from "../protocol/errors.ts";

export function unauthenticated(cause?: unknown): AppError {
  return new AppError("UNAUTHENTICATED", { headers: { "WWW-Authenticate": "Bearer" }, cause });
}
