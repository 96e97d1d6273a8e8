/** One request to GitHub: an answer that was read whole, within a time and a size, or the reason why there is none. */

import { addressUnder } from "./address.ts";
import type { Answer, Fault, Fetched } from "./answer.ts";

/** Of the REST API; pinned, so that GitHub's next version changes nothing here unasked. */
export const API_VERSION = "2022-11-28";
/** The first version that answers `/stargazers/history`. */
export const STAR_HISTORY_VERSION = "2026-03-10";
/** A page of 100 issues whose texts are as long as GitHub allows (65,536 characters) fits in. */
export const MOST_BYTES = 10_000_000;

export interface Asked {
  /** Of GitHub's REST API, without a slash at the end. The operator wrote it, so it is trusted. */
  readonly baseUrl: string;
  /** Path and query under the base URL, from its slash on. Nothing that leaves the base URL is asked. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "DELETE";
  /** `authorization`, `if-none-match` and the like; they win over those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly apiVersion?: string;
  readonly body?: string;
  /** Milliseconds until the last byte of the answer. */
  readonly deadlineMs: number;
  /** Bytes of the body after decompression. */
  readonly maxBytes?: number;
  /** Stands in for the global one. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Redirects are answers like others: nobody is sent elsewhere with a token. Failures are values. */
export async function request(asked: Asked): Promise<Fetched> {
  const address = addressUnder(asked.baseUrl, asked.path);
  if (!address) return { failed: "address" };
  const abort = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<Fetched>();
  // The race, not the signal, keeps the deadline: a body that hangs need not listen to its signal.
  const timer = setTimeout(() => resolve({ failed: "timeout" }), asked.deadlineMs);
  try {
    return await Promise.race([late, answered(asked, address, abort.signal)]);
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

async function answered(asked: Asked, address: string, signal: AbortSignal): Promise<Fetched> {
  const send = asked.fetch ?? fetch;
  const maxBytes = asked.maxBytes ?? MOST_BYTES;
  try {
    const response = await send(address, {
      method: asked.method ?? "GET",
      headers: {
        "user-agent": "croft",
        accept: "application/vnd.github+json",
        "x-github-api-version": asked.apiVersion ?? API_VERSION,
        ...asked.headers,
      },
      redirect: "manual",
      signal,
      ...(asked.body === undefined ? {} : { body: asked.body }),
    });
    return await readAnswer(response, maxBytes);
  } catch {
    return { failed: "network" };
  }
}

async function readAnswer(response: Response, maxBytes: number): Promise<Answer | { failed: Fault }> {
  const text = await readText(response, maxBytes);
  if (typeof text !== "string") return text;
  const headers = new Map<string, string>();
  response.headers.forEach((value, name) => {
    headers.set(name.toLowerCase(), value);
  });
  return { status: response.status, headers, body: text };
}

/** Counts what was decompressed: a few kilobytes can be gigabytes. */
async function readText({ ok, body }: Response, maxBytes: number): Promise<string | { failed: Fault }> {
  if (!body) return "";
  // A refusal is understood by its status: a proxy's page in another encoding must not hide it.
  const decoder = new TextDecoder("utf-8", { fatal: ok, ignoreBOM: false });
  const decode = (bytes?: Uint8Array): string | null => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      return null;
    }
  };
  const reader = body.getReader();
  const parts: string[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    size += value?.byteLength ?? 0;
    // What is left is dropped with the request, by whoever called.
    if (size > maxBytes) return { failed: "too-large" };
    const part = decode(done ? undefined : value);
    if (part === null) return { failed: "not-utf8" };
    parts.push(part);
    if (done) return parts.join("");
  }
}
