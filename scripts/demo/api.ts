/** Croft over REST, as any client would call it: envelopes parsed, limits obeyed, writes safe to repeat. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { errorBodySchema } from "../../src/protocol/errors.ts";
import { Halt } from "./halt.ts";

const ATTEMPTS = 8;
const LONGEST_WAIT_S = 60;

const successSchema = z.object({ data: z.json(), meta: z.looseObject({ seq: z.int().optional() }) });
const failureSchema = z.object({ error: errorBodySchema });

/** What a success says. */
export interface Answer<Data> {
  readonly data: Data;
  /** Position of the tenant's log that the answer shows or made; 0 where it has none. */
  readonly seq: number;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Whether the server had answered this very request before, and did nothing now. */
  readonly replayed: boolean;
}

export interface Request {
  readonly body?: unknown;
  /** Random where absent. */
  readonly idempotencyKey?: string;
  readonly requestId?: string;
  /** Not repeated, whatever `Retry-After` says. */
  readonly impatient?: boolean;
}

/** The server refused a request. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(what: string, status: number, body: z.infer<typeof errorBodySchema>) {
    const details = (body.details ?? []).slice(0, 3).map((detail) => `\n  ${detail.field}: ${detail.message}`);
    super(`${what} answered ${status} ${body.code}: ${body.message}${details.join("")}`);
    this.status = status;
    this.code = body.code;
  }
}

export class Api {
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  /**
   * One call, repeated after `Retry-After` where the server asks for it.
   * @param path begins with a slash.
   * @throws Refused, Halt when nothing answers.
   */
  async call<Data>(
    method: string,
    path: string,
    schema: z.ZodType<Data>,
    request: Request = {},
  ): Promise<Answer<Data>> {
    const init = this.#init(method, request);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(this.url + path, init).catch(() => null);
      if (!answer) throw silent(this.url);
      const text = await answer.text();
      if ((answer.status !== 429 && answer.status !== 503) || attempt === ATTEMPTS || request.impatient)
        return read(`${method} ${path}`, answer, text, schema);
      await sleep(1_000 * Math.min(LONGEST_WAIT_S, Number(answer.headers.get("retry-after")) || 1));
    }
  }

  /** Whether a server answers at all. */
  async isUp(): Promise<boolean> {
    const answer = await fetch(`${this.url}/healthz`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }

  #init(method: string, { body, idempotencyKey, requestId }: Request): RequestInit {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#token}` };
    if (requestId) headers["X-Request-Id"] = requestId;
    if (method !== "GET") headers["Idempotency-Key"] = idempotencyKey ?? randomUUID();
    if (body === undefined) return { method, headers };
    return { method, headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  }
}

/** Nothing listens there. */
export function silent(url: string): Halt {
  return new Halt(`Croft does not answer at ${url}. Start it with \`npm start\` in another terminal, then try again.`);
}

function read<Data>(what: string, answer: Response, text: string, schema: z.ZodType<Data>): Answer<Data> {
  const json = parseJson(text);
  const success = answer.ok ? successSchema.safeParse(json) : null;
  const data = success?.success ? schema.safeParse(success.data.data) : null;
  if (success?.success && data?.success) {
    const { meta } = success.data;
    const replayed = answer.headers.get("idempotent-replayed") === "true";
    return { data: data.data, seq: meta.seq ?? 0, meta, replayed };
  }
  const failure = failureSchema.safeParse(json);
  if (failure.success) throw new Refused(what, answer.status, failure.data.error);
  throw new Halt(`${what} answered ${answer.status} with something that Croft does not say. Is CROFT_URL right?`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
