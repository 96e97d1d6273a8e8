/**
 * The closed table of errors: what a client may rely on (code, status), and what a person reads (text).
 * HTTP answers, live messages and the OpenAPI document are all written from it.
 */
import * as z from "zod/mini";

interface ErrorEntry {
  /** HTTP status of an answer with this code. */
  readonly status: number;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** The public sentence used where no better one is given. */
  readonly text: string;
}

export const ERRORS = {
  BAD_REQUEST: { status: 400, retryable: false, text: "The request is malformed." },
  INVALID_FILTER: { status: 400, retryable: false, text: "The filter is not valid." },
  INVALID_CURSOR: { status: 400, retryable: false, text: "The cursor does not belong to this query." },
  UNAUTHENTICATED: { status: 401, retryable: false, text: "Valid credentials are required." },
  FORBIDDEN: { status: 403, retryable: false, text: "Your role does not allow this." },
  NOT_FOUND: { status: 404, retryable: false, text: "There is nothing here." },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, text: "This method is not supported here." },
  NOT_ACCEPTABLE: { status: 406, retryable: false, text: "Answers are application/json." },
  CONFLICT: { status: 409, retryable: false, text: "The request conflicts with existing data." },
  IN_PROGRESS: { status: 409, retryable: true, text: "A request with this key is still running." },
  GONE: { status: 410, retryable: false, text: "This part of the history is no longer kept." },
  PRECONDITION_FAILED: { status: 412, retryable: false, text: "The record has changed since you read it." },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, text: "The body is too large." },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, text: "Send the body as application/json." },
  VALIDATION_ERROR: { status: 422, retryable: false, text: "Some fields are not valid." },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retryable: false,
    text: "This Idempotency-Key was used with another request.",
  },
  RATE_LIMITED: { status: 429, retryable: true, text: "Too many requests; slow down." },
  QUOTA_EXCEEDED: { status: 429, retryable: false, text: "The plan's quota is used up." },
  INTERNAL: { status: 500, retryable: true, text: "Something went wrong on our side." },
  UPSTREAM_ERROR: { status: 502, retryable: true, text: "A service this request depends on failed." },
  UNAVAILABLE: { status: 503, retryable: true, text: "Not available at the moment; try again shortly." },
  STORAGE_FULL: { status: 507, retryable: false, text: "The tenant's storage is full." },
} as const satisfies Record<string, ErrorEntry>;

/** Every code an answer or a live message may carry. */
export type ErrorCode = keyof typeof ERRORS;

const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** One field that was wrong, by its path in the body or its parameter. */
export const errorDetailSchema = z.object({ field: z.string(), message: z.string() });
export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** What stands under `error` in an answer or a live message. */
export const errorBodySchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.optional(z.array(errorDetailSchema)),
  requestId: z.optional(z.string()),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

interface AppErrorOptions {
  /** Public sentence; the table's text where absent. */
  message?: string;
  /** Fields at fault. */
  details?: ErrorDetail[];
  /** Extra response headers (`Allow`, `Retry-After`, `ETag`). */
  headers?: Record<string, string>;
  /** What really happened. Logged with the request id, never sent. */
  cause?: unknown;
}

/** An error that is part of the contract: everything in it except `cause` may be shown to the client. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetail[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? ERRORS[code].text, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  /** The public part, as it stands under `error`. */
  body(requestId?: string): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.details ? { details: this.details } : {}),
      ...(requestId ? { requestId } : {}),
    };
  }
}

/** Shorthand for the commonest refusal: one field, one sentence. */
export function invalidField(code: ErrorCode, field: string, message: string): AppError {
  return new AppError(code, { message: `${field}: ${message}`, details: [{ field, message }] });
}
