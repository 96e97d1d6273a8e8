/** One call to `/auth`, with the session's cookie. Nothing is repeated here: a sign-in counts against a limit each time. */
import * as z from "zod/mini";
import { aborted } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { CroftError } from "../error.ts";
import type { CallOptions } from "../transport.ts";
import { refusalOf } from "./session-error.ts";

export interface AuthCallsParts {
  /** Address of the service, without a slash at its end. */
  readonly url: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds for a call that names none. */
  readonly timeout: number;
  readonly clock: Clock;
}

export class AuthCalls {
  readonly #parts: AuthCallsParts;

  constructor(parts: AuthCallsParts) {
    this.#parts = parts;
  }

  /** @param path below `/auth`. @throws CroftError */
  get<Data>(path: string, data: z.core.$ZodType<Data>, options: CallOptions = {}): Promise<Data> {
    return this.#call(path, data, { method: "GET" }, options);
  }

  /** @param path below `/auth`. @throws CroftError */
  post<Data>(path: string, data: z.core.$ZodType<Data>, body: object = {}, options: CallOptions = {}): Promise<Data> {
    const headers = { "content-type": "application/json" };
    return this.#call(path, data, { method: "POST", headers, body: JSON.stringify(body) }, options);
  }

  async #call<Data>(
    path: string,
    data: z.core.$ZodType<Data>,
    init: RequestInit,
    { signal, timeout = this.#parts.timeout }: CallOptions,
  ): Promise<Data> {
    const limit = AbortSignal.timeout(timeout);
    try {
      return await this.#answer(path, data, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    } catch (cause) {
      if (cause instanceof CroftError) throw cause;
      if (signal?.aborted) throw aborted(signal.reason);
      if (limit.aborted) throw new CroftError("TIMEOUT", `No answer within ${timeout} ms.`, { cause });
      throw new CroftError("NETWORK", "The service could not be reached.", { cause });
    }
  }

  async #answer<Data>(path: string, data: z.core.$ZodType<Data>, given: RequestInit): Promise<Data> {
    const { url, fetch, clock } = this.#parts;
    const init: RequestInit & { credentials: string } = {
      ...given,
      headers: { ...given.headers, accept: "application/json" },
      // The cookie belongs to the service, which may be another origin of the same site.
      credentials: "include",
      // What a cache holds is who was signed in once.
      cache: "no-store",
    };
    const response = await fetch(`${url}/auth${path}`, init);
    const value = jsonOf(await response.text());
    if (!response.ok) throw refusalOf(response, value, clock.now());
    const answer = z.safeParse(data, value);
    if (answer.success) return answer.data;
    const parts = { status: response.status, cause: answer.error };
    throw new CroftError("BAD_ANSWER", "The answer does not have the shape of the contract.", parts);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
