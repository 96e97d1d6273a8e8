/**
 * `/auth/*`: handed to croft-auth on a request built anew. This is the one place where a cookie counts, so requests of foreign
 * pages are refused here, whatever path they take.
 */
import type { Context } from "hono";
import * as z from "zod";
import { parseEnv } from "../env.ts";
import { log } from "../log.ts";
import { isAllowedOrigin } from "../middleware/allowed-origin.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError, type ErrorCode } from "../protocol/errors.ts";
import { isJsonType } from "../protocol/json.ts";
import { accounts } from "../stubs.ts";
import { readBody } from "./body.ts";
import { endedSessionsOf, tellTenants } from "./tell-tenants.ts";

/** One spelling a path; an escape, a dot or an empty segment would be read differently by someone on the way. */
const PLAIN_PATH = /^(?:\/auth(?:\/[A-Za-z0-9_-]+)+|\/dev\/mail)$/;
const FORWARDED = ["accept", "cf-connecting-ip", "origin", "user-agent"] as const;
/** Cookies of others on this host are nobody's business. */
const OUR_COOKIE = /^__Host-croft[\w.-]*=/;

/** Whatever croft-auth sends that is for browsers and clients; its internal header is not. */
const ANSWERED = [
  "allow",
  "cache-control",
  "content-security-policy",
  "content-type",
  "location",
  "retry-after",
] as const;

export async function forwardToAuth(context: Context<AppBindings>): Promise<Response> {
  const { raw } = context.req;
  const { pathname, search } = new URL(raw.url);
  // The text, not what the router made of it.
  if (!PLAIN_PATH.test(pathname) || raw.url.includes("#")) throw new AppError("NOT_FOUND");
  requireOwnPage(raw, context.env);
  const bodyless = raw.method === "GET" || raw.method === "HEAD";
  const headers = forwardedHeaders(raw.headers);
  const body = bodyless ? null : await jsonBody(raw);
  if (body) headers.set("content-type", "application/json");
  // Links and cookies are made from the public URL, never from the name by which somebody called.
  const request = new Request(`${parseEnv(context.env).publicUrl}${pathname}${search}`, {
    method: raw.method === "HEAD" ? "GET" : raw.method,
    headers,
    body,
    redirect: "manual",
  });
  const answer = await ask(context.env, request);
  // Before the answer: who has signed out finds no socket of theirs open.
  await tellTenants(context, endedSessionsOf(answer.headers));
  return answerOf(answer, context.get("requestId"));
}

/** Whoever has nothing to say need not say it in JSON. @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE */
async function jsonBody(request: Request): Promise<BodyInit> {
  const body = await readBody(request);
  if (body.length === 0) return "{}";
  if (!isJsonType(request.headers.get("content-type"))) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  return body;
}

async function ask(env: Cloudflare.Env, request: Request): Promise<Response> {
  try {
    return await accounts(env).fetch(request);
  } catch (cause) {
    throw new AppError("UNAVAILABLE", { cause, headers: { "Retry-After": "1" } });
  }
}

/**
 * Browsers say which page a request comes from. Without a cookie there is nothing that a foreign page could ride on, so that
 * other clients need no Origin until they have one.
 * @throws AppError FORBIDDEN
 */
function requireOwnPage({ method, headers }: Request, env: Cloudflare.Env): void {
  if (method === "GET" || method === "HEAD") return;
  const origin = headers.get("origin");
  const refused =
    origin === null
      ? headers.has("cookie") || headers.get("sec-fetch-site") === "cross-site"
      : !isAllowedOrigin(origin, env);
  // Whoever opened a local run under another name of the machine learns which one counts.
  if (refused) throw new AppError("FORBIDDEN", { message: `People sign in and out at ${env.PUBLIC_URL} alone.` });
}

function forwardedHeaders(headers: Headers): Headers {
  const forwarded = new Headers();
  for (const name of FORWARDED) {
    const value = headers.get(name);
    if (value !== null) forwarded.set(name, value);
  }
  const cookies = (headers.get("cookie") ?? "").split(";").map((cookie) => cookie.trim());
  const ours = cookies.filter((cookie) => OUR_COOKIE.test(cookie));
  if (ours.length > 0) forwarded.set("cookie", ours.join("; "));
  return forwarded;
}

async function answerOf(answer: Response, requestId: string): Promise<Response> {
  const headers = new Headers();
  for (const name of ANSWERED) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  for (const cookie of answer.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  if (answer.status < 400) return new Response(answer.body, { status: answer.status, headers });
  headers.delete("content-type");
  return Response.json(await failureOf(answer, requestId), { status: answer.status, headers });
}

/** Better Auth writes `code` and `message` at the top, croft-auth itself an `error` as everywhere. */
const ownFailureSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.array(z.unknown()).optional() }),
});
const foreignFailureSchema = z.object({ code: z.string(), message: z.string() });

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  409: "CONFLICT",
  410: "GONE",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "VALIDATION_ERROR",
  429: "RATE_LIMITED",
};

/** A failure in the words of the contract; Better Auth's own client reads its own words beside it. */
async function failureOf(answer: Response, requestId: string): Promise<object> {
  const value = parseOrNull(await answer.text());
  if (answer.status >= 500) {
    log("error", { event: "auth failed", requestId, status: answer.status });
    return { error: new AppError("INTERNAL").body(requestId) };
  }
  const own = ownFailureSchema.safeParse(value);
  if (own.success) return { error: { ...own.data.error, requestId } };
  const code = CODES[answer.status] ?? "BAD_REQUEST";
  const foreign = foreignFailureSchema.safeParse(value);
  if (!foreign.success) return { error: new AppError(code).body(requestId) };
  return { ...foreign.data, error: new AppError(code, { message: foreign.data.message }).body(requestId) };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
