/** Answers as tests read them, and the rules that every answer of the service keeps. */
import { expect } from "vitest";
import * as z from "zod";
import { z as mini } from "zod/mini";
import { paginationSchema } from "../../src/protocol/envelope.ts";
import { errorBodySchema, STATUS } from "../../src/protocol/errors.ts";
import type { Json } from "../../src/resources/define.ts";

const metaSchema = z.looseObject({
  seq: z.int().optional(),
  hasMore: z.boolean().optional(),
  pagination: z.strictObject(paginationSchema.shape).optional(),
});
const successSchema = z.strictObject({ data: z.json(), meta: metaSchema });
const failureSchema = z.strictObject({
  error: z.strictObject(mini.required(errorBodySchema, { requestId: true }).shape),
});
const recordSchema = z.record(z.string(), z.json());

export type Fields = Record<string, Json>;
type Success = z.infer<typeof successSchema>;
type Failure = z.infer<typeof failureSchema>["error"];

/** An answer, read to its end. */
export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;

  constructor(status: number, headers: Headers, text: string) {
    this.status = status;
    this.headers = headers;
    this.text = text;
  }

  /** What stands under `data`. @throws Error when the answer is a refusal. */
  get data(): Json {
    return this.#success().data;
  }

  /** The one record under `data`. */
  get record(): Fields {
    return recordSchema.parse(this.data);
  }

  /** The records under `data`. */
  get records(): Fields[] {
    return z.array(recordSchema).parse(this.data);
  }

  /** The id of the one record. */
  get id(): string {
    return z.string().parse(this.record.id);
  }

  get ids(): string[] {
    return this.records.map((record) => z.string().parse(record.id));
  }

  get meta(): Success["meta"] {
    return this.#success().meta;
  }

  get seq(): number {
    return z.int().parse(this.meta.seq);
  }

  get cursor(): string | null {
    return this.meta.pagination?.nextCursor ?? null;
  }

  /** What stands under `error`. @throws Error when the answer is none. */
  get error(): Failure {
    return failureSchema.parse(JSON.parse(this.text)).error;
  }

  /** `200`, or `404 NOT_FOUND`: what a test compares, so that a wrong answer shows both. */
  get verdict(): string {
    return this.status < 400 ? String(this.status) : `${this.status} ${this.error.code}`;
  }

  /** Names of the fields at fault. */
  get faults(): string[] {
    return (this.error.details ?? []).map((detail) => detail.field);
  }

  #success(): Success {
    const parsed = successSchema.safeParse(JSON.parse(this.text));
    if (parsed.success) return parsed.data;
    throw new Error(`Expected data, got ${this.status} ${this.text.slice(0, 500)}`);
  }
}

/** What no answer may tell: parts of stacks, of SQL, of files. */
const INTERNALS =
  /\bat \S+ \(|node_modules|\.ts:\d|SQLITE|SQL logic|syntax error|no such (table|column)|\bSELECT \S+ FROM\b|UNIQUE constraint/;

/** Holds an answer against the rules that all of them share (api.md, Common rules). */
export function expectContract(answer: Answer, what: string): void {
  const { status, headers, text } = answer;
  const header = (name: string) => headers.get(name);
  expect(header("x-request-id"), `${what}: X-Request-Id`).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  expect(header("cache-control"), `${what}: Cache-Control`).toBe("no-store");
  expect(header("x-content-type-options"), `${what}: X-Content-Type-Options`).toBe("nosniff");
  expect(header("content-security-policy"), `${what}: Content-Security-Policy`).toContain("default-src 'none'");
  expect(header("referrer-policy"), `${what}: Referrer-Policy`).toBe("no-referrer");
  if (text === "") return;
  expect(header("content-type"), `${what}: Content-Type`).toMatch(/^application\/json\b/);
  if (status < 400)
    expect(successSchema.safeParse(JSON.parse(text)).error, `${what}: ${text.slice(0, 300)}`).toBe(undefined);
  else expectRefusal(answer, what);
}

function expectRefusal({ status, headers, text }: Answer, what: string): void {
  const parsed = failureSchema.safeParse(JSON.parse(text));
  expect(parsed.error, `${what}: ${text.slice(0, 300)}`).toBe(undefined);
  if (!parsed.data) return;
  const { code, requestId } = parsed.data.error;
  expect(STATUS[code], `${what}: status of ${code}`).toBe(status);
  expect(requestId, `${what}: requestId`).toBe(headers.get("x-request-id"));
  expect(text, `${what}: internals`).not.toMatch(INTERNALS);
  if (status === 401) expect(headers.get("www-authenticate"), `${what}: WWW-Authenticate`).toBe("Bearer");
  if (status === 405) expect(headers.get("allow"), `${what}: Allow`).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
  if (code === "RATE_LIMITED" || status === 503)
    expect(headers.get("retry-after"), `${what}: Retry-After`).toMatch(/^[1-9]\d*$/);
}
