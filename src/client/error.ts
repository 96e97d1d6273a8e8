/** The one error that calls of the client fail with. */
import { ERRORS, type ErrorBody, type ErrorCode, type ErrorDetail } from "../protocol/errors.ts";

/** What goes wrong before or instead of an answer: the client's own codes beside the server's. */
export type ClientErrorCode = ErrorCode | "NETWORK" | "TIMEOUT" | "ABORTED" | "BAD_ANSWER" | "UNSUPPORTED";

interface CroftErrorParts {
  /** HTTP status; 0 when there was no answer. */
  readonly status?: number;
  readonly details?: readonly ErrorDetail[] | undefined;
  readonly requestId?: string | null | undefined;
  /** Whether the same request may succeed later; by default what the contract says of the code. */
  readonly retryable?: boolean;
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}

/** A refusal by the server, or a failure to reach it. */
export class CroftError extends Error {
  readonly code: ClientErrorCode;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The fields at fault, by path; empty when none is named. */
  readonly details: readonly ErrorDetail[];
  /** What to name when reporting the failure; null when there was no answer. */
  readonly requestId: string | null;
  /** Whether the same request, unchanged, may succeed later. */
  readonly retryable: boolean;
  /** Milliseconds that the server asked to wait before a repetition; null when it named none. */
  readonly retryAfter: number | null;

  constructor(code: ClientErrorCode, message: string, parts: CroftErrorParts = {}) {
    super(message, { cause: parts.cause });
    this.name = "CroftError";
    this.code = code;
    this.status = parts.status ?? 0;
    this.details = parts.details ?? [];
    this.requestId = parts.requestId ?? null;
    this.retryable = parts.retryable ?? isRetryable(code);
    this.retryAfter = parts.retryAfter ?? null;
  }

  /** From the `error` of an answer or a live message. */
  static from(body: ErrorBody, parts: Pick<CroftErrorParts, "status" | "requestId" | "retryAfter"> = {}): CroftError {
    return new CroftError(body.code, body.message, {
      status: parts.status ?? ERRORS[body.code].status,
      details: body.details,
      requestId: body.requestId ?? parts.requestId,
      retryAfter: parts.retryAfter ?? null,
    });
  }
}

function isRetryable(code: ClientErrorCode): boolean {
  if (code === "NETWORK" || code === "TIMEOUT") return true;
  return code in ERRORS && ERRORS[code as ErrorCode].retryable;
}
