/**
 * The closed table of errors: what a client may rely on (code, status), and what a person reads (text).
 * HTTP answers, live messages and the OpenAPI document are all written from it.
 */
import * as z from "zod/mini";

/** HTTP status of an answer with this code. */
export const STATUS = {
  BAD_REQUEST: 400,
  INVALID_FILTER: 400,
  INVALID_CURSOR: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  CONFLICT: 409,
  IN_PROGRESS: 409,
  GONE: 410,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  VALIDATION_ERROR: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  QUOTA_EXCEEDED: 429,
  INTERNAL: 500,
  UPSTREAM_ERROR: 502,
  UNAVAILABLE: 503,
  STORAGE_FULL: 507,
} as const satisfies Record<string, number>;

/** Every code an answer or a live message may carry. */
export type ErrorCode = keyof typeof STATUS;

export const ERROR_CODES = Object.keys(STATUS) as [ErrorCode, ...ErrorCode[]];

const RETRYABLE: ReadonlySet<string> = new Set<ErrorCode>([
  "IN_PROGRESS",
  "RATE_LIMITED",
  "INTERNAL",
  "UPSTREAM_ERROR",
  "UNAVAILABLE",
]);

/** Whether the same request may succeed later without being changed. */
export function isRetryable(code: string): boolean {
  return RETRYABLE.has(code);
}

/** The public sentence used where no better one is given. Clients do without these: every answer brings its own. */
export const TEXTS: Readonly<Record<ErrorCode, string>> = {
  BAD_REQUEST: "The request is malformed.",
  INVALID_FILTER: "The filter is not valid.",
  INVALID_CURSOR: "The cursor does not belong to this query.",
  UNAUTHENTICATED: "Valid credentials are required.",
  FORBIDDEN: "Your role does not allow this.",
  NOT_FOUND: "There is nothing here.",
  METHOD_NOT_ALLOWED: "This method is not supported here.",
  NOT_ACCEPTABLE: "Answers are application/json.",
  CONFLICT: "The request conflicts with existing data.",
  IN_PROGRESS: "A request with this key is still running.",
  GONE: "This part of the history is no longer kept.",
  PRECONDITION_FAILED: "The record has changed since you read it.",
  PAYLOAD_TOO_LARGE: "The body is too large.",
  UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
  VALIDATION_ERROR: "Some fields are not valid.",
  IDEMPOTENCY_KEY_REUSED: "This Idempotency-Key was used with another request.",
  RATE_LIMITED: "Too many requests; slow down.",
  QUOTA_EXCEEDED: "The plan's quota is used up.",
  INTERNAL: "Something went wrong on our side.",
  UPSTREAM_ERROR: "A service this request depends on failed.",
  UNAVAILABLE: "Not available at the moment; try again shortly.",
  STORAGE_FULL: "The tenant's storage is full.",
};

/** One field that was wrong, by its path in the body or its parameter. */
export const errorDetailSchema = z.object({ field: z.string(), message: z.string() });
export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** What stands under `error` in an answer or a live message. */
export const errorBodySchema = z.object({
  code: z.literal(ERROR_CODES),
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
    super(options.message ?? TEXTS[code], { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return STATUS[this.code];
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
