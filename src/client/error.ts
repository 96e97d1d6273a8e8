/** The one error that calls of the client fail with. */
import { type ErrorBody, type ErrorCode, type ErrorDetail, isRetryable, STATUS } from "../protocol/errors.ts";

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
    const { status = 0, details = [], requestId, retryable, retryAfter, cause } = parts;
    super(message, { cause });
    this.name = "CroftError";
    this.code = code;
    this.status = status;
    this.details = details;
    this.requestId = requestId ?? null;
    this.retryable = retryable ?? (code === "NETWORK" || code === "TIMEOUT" || isRetryable(code));
    this.retryAfter = retryAfter ?? null;
  }

  /** From the `error` of an answer or a live message. */
  static from(body: ErrorBody, parts: Pick<CroftErrorParts, "status" | "requestId" | "retryAfter"> = {}): CroftError {
    const { code, message, details, requestId = parts.requestId } = body;
    return new CroftError(code, message, { status: STATUS[code], ...parts, details, requestId });
  }
}
