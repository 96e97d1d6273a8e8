/** What calls to `/auth` fail with. */
import * as z from "zod/mini";
import { failureSchema } from "../../protocol/envelope.ts";
import { retryAfterMs } from "../backoff.ts";
import { CroftError } from "../error.ts";

/** Better Auth's own code, which stands beside the `error` of the contract. */
const reasonSchema = z.object({ code: z.string() });

/** A refusal by `/auth`. `code` is one of the contract; `reason` says more where one code stands for many refusals. */
export class SessionError extends CroftError {
  /** Such as `INVALID_EMAIL_OR_PASSWORD`, `PASSWORD_TOO_SHORT`, `INVALID_CODE`, `INVALID_TOKEN`; null where none is given. */
  readonly reason: string | null;

  constructor(...[code, message, { reason, ...parts }]: SessionErrorArguments) {
    super(code, message, parts);
    this.name = "SessionError";
    this.reason = reason;
  }
}

type SessionErrorArguments = [
  code: CroftError["code"],
  message: string,
  parts: Partial<Pick<CroftError, "status" | "details" | "requestId" | "retryable" | "retryAfter">> & {
    readonly reason: string | null;
  },
];

/** The refusal that an answer is. @param value its body, where that is JSON. @param now milliseconds since 1970 */
export function refusalOf({ status, headers }: Response, value: unknown, now: number): SessionError {
  const named = z.safeParse(reasonSchema, value);
  const parts = {
    status,
    requestId: headers.get("x-request-id"),
    retryAfter: retryAfterMs(headers.get("retry-after"), now),
    reason: named.success ? named.data.code : null,
  };
  const failure = z.safeParse(failureSchema, value);
  if (!failure.success) {
    // Something between here and the service answered: a gateway, a captive portal.
    const retryable = status >= 500 || status === 429;
    return new SessionError("BAD_ANSWER", `The answer ${status} is not one of this service.`, { ...parts, retryable });
  }
  const { code, message, details = [], requestId = parts.requestId } = failure.data.error;
  return new SessionError(code, message, { ...parts, details, requestId });
}
