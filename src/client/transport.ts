/** One call over HTTP: credential, idempotency key, time limit, repetitions, and the answer held against its schema. */
import * as z from "zod/mini";
import { failureSchema } from "../protocol/envelope.ts";
import { recordSchema } from "../protocol/values.ts";
import { aborted, pause, unlessAborted } from "./abort.ts";
import { backoff, retryAfterMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { CroftError } from "./error.ts";
import { jsonIn } from "./read-message.ts";
import type { Tokens } from "./token.ts";

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, its waits and repetitions included, with the code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout?: number | undefined;
}

/** What every write takes. */
export interface WriteOptions extends CallOptions {
  /** Only if the record still has this version; else `PRECONDITION_FAILED`. */
  readonly ifMatch?: number | undefined;
  /** Made for the call unless given: repetitions of one call have one effect. */
  readonly idempotencyKey?: string | undefined;
}

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface CallRequest<Data, Meta> {
  readonly method: Method;
  /** Below the service's address, with its parameters; begins with a slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly data: z.core.$ZodType<Data>;
  readonly meta: z.core.$ZodType<Meta>;
  readonly options?: (WriteOptions & { readonly retries?: number }) | undefined;
}

export interface TransportParts {
  /** Address of the service, without a slash at its end. */
  readonly url: string;
  readonly tokens: Tokens;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds for one attempt, where the call names none. */
  readonly timeout: number;
  /** Attempts of a call after the first. */
  readonly retries: number;
  /** Longest `Retry-After`, in milliseconds, that is waited for; beyond it the error is the caller's. */
  readonly patience: number;
  readonly clock: Clock;
}

export class Transport {
  readonly #parts: TransportParts;

  constructor(parts: TransportParts) {
    this.#parts = parts;
  }

  /** Address of the service, without a slash at its end. */
  get url(): string {
    return this.#parts.url;
  }

  /** Reads a path once, without repetitions: why that fails, or null when it does not. */
  async probe(path: string): Promise<CroftError | null> {
    try {
      await this.get(path, recordSchema, recordSchema, { retries: 0 });
    } catch (error) {
      if (error instanceof CroftError) return error;
    }
    return null;
  }

  /** Reads a path. @throws CroftError */
  get<Data, Meta>(
    path: string,
    data: z.core.$ZodType<Data>,
    meta: z.core.$ZodType<Meta>,
    options: CallRequest<Data, Meta>["options"],
  ): Promise<{ data: Data; meta: Meta }> {
    return this.call({ method: "GET", path, data, meta, options });
  }

  /** @throws CroftError */
  async call<Data, Meta>(request: CallRequest<Data, Meta>): Promise<{ data: Data; meta: Meta }> {
    const { signal } = request.options ?? {};
    const { tokens } = this.#parts;
    const { holder } = tokens;
    const headers = headersOf(request);
    let renewed = false;
    for (let attempt = 0; ; ) {
      const token = tokens.get();
      try {
        const text = await unlessAborted(token, signal);
        if (tokens.holder !== holder) throw aborted(null);
        return await this.#attempt(request, headers, text);
      } catch (error) {
        if (!(error instanceof CroftError)) throw error;
        if (error.status === 401 && tokens.renewable && !renewed) {
          tokens.refuse(token);
          renewed = true;
          continue;
        }
        const wait = this.#waitAfter(error, attempt, request.options?.retries);
        if (wait === null) throw error;
        attempt += 1;
        await pause(wait, this.#parts.clock, signal);
      }
    }
  }

  /** Milliseconds until the next attempt; null when there is none. */
  #waitAfter(error: CroftError, attempt: number, retries = this.#parts.retries): number | null {
    const { patience, clock } = this.#parts;
    if (!error.retryable || attempt >= retries) return null;
    if (error.retryAfter !== null && error.retryAfter > patience) return null;
    return (error.retryAfter ?? 0) + backoff(attempt, clock.random());
  }

  async #attempt<Data, Meta>(
    request: CallRequest<Data, Meta>,
    headers: Readonly<Record<string, string>>,
    token: string,
  ): Promise<{ data: Data; meta: Meta }> {
    const { signal, timeout = this.#parts.timeout } = request.options ?? {};
    const limit = AbortSignal.timeout(timeout);
    try {
      const response = await this.#parts.fetch(this.#parts.url + request.path, {
        method: request.method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      return readAnswer(request, response, await response.text(), this.#parts.clock.now());
    } catch (cause) {
      if (cause instanceof CroftError) throw cause;
      if (signal?.aborted) throw aborted(signal.reason);
      if (limit.aborted) throw new CroftError("TIMEOUT", `No answer within ${timeout} ms.`, { cause });
      throw new CroftError("NETWORK", "The service could not be reached.", { cause });
    }
  }
}

function headersOf({ method, body, options }: CallRequest<unknown, unknown>): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (method !== "GET") headers["idempotency-key"] = options?.idempotencyKey ?? crypto.randomUUID();
  if (options?.ifMatch !== undefined) headers["if-match"] = `"${options.ifMatch}"`;
  return headers;
}

/** @throws CroftError for a refusal, and for what is no answer of this service. */
function readAnswer<Data, Meta>(
  request: CallRequest<Data, Meta>,
  response: Response,
  text: string,
  now: number,
): { data: Data; meta: Meta } {
  const { status } = response;
  const requestId = response.headers.get("x-request-id");
  const value = jsonIn(text);
  if (!response.ok) {
    const parts = { status, requestId, retryAfter: retryAfterMs(response.headers.get("retry-after"), now) };
    const failure = z.safeParse(failureSchema, value);
    if (failure.success) throw CroftError.from(failure.data.error, parts);
    // Something between here and the service answered: a gateway, a captive portal.
    const retryable = status >= 500 || status === 429;
    throw new CroftError("BAD_ANSWER", `The answer ${status} is not one of this service.`, { ...parts, retryable });
  }
  const answer = z.safeParse(z.object({ data: request.data, meta: request.meta }), value);
  if (answer.success) return answer.data;
  throw new CroftError("BAD_ANSWER", "The answer does not have the shape of the contract.", {
    status,
    requestId,
    cause: answer.error,
  });
}
