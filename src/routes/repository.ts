/** Everything below `/v1/repositories/{owner}/{name}`: handed to the repository's object on a request built anew. */
import type { Context } from "hono";
import * as z from "zod";
import { READER_HEADER } from "../auth/reader.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import type { NamedRepository } from "../directory/repositories-found.ts";
import { onMethodMissing } from "../middleware/on-error.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { callObject, repositoryStub } from "../stubs.ts";
import { requireOperator } from "./operator.ts";
import { readParams } from "./params.ts";
import { requirePlainPath } from "./plain-path.ts";
import { findRepository } from "./repository-lookup.ts";
import { mayBeTold, type Reading, readerOfRepository, readingAs } from "./repository-reader.ts";
import { openSocket } from "./socket.ts";

/** Origin, owner and name, and what is wanted of the repository with the query. */
const ADDRESS = /^(https?:\/\/[^/?]+)\/v1\/repositories\/([^/?]+)\/([^/?]+)(.*)$/s;

/** Where a call goes: to the object, or back to the client, who used a former name. */
type Destination =
  | { readonly githubId: number; readonly url: string; readonly headers: Record<string, string> }
  | { readonly location: string };

/** Reads. @throws AppError UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, RATE_LIMITED, UNAVAILABLE */
export async function forwardToRepository(context: Context<AppBindings>): Promise<Response> {
  const { method } = context.req.raw;
  if (method !== "GET" && method !== "HEAD") return onMethodMissing("GET")(context);
  const reading = await readingOf(context);
  return withHeaders(await read(context, reading), reading.headers);
}

/** `GET …/live`. A browser learns of a former name from the reason of the close, which ends with the new address. */
export async function openRepositoryLive(context: Context<AppBindings>): Promise<Response> {
  return openSocket(context, async () => read(context, await readingOf(context), { upgrade: "websocket" }));
}

/** `POST …/rebuild`: the rows once more from the pages that were kept. */
export async function rebuildRepository(context: Context<AppBindings>): Promise<Response> {
  return queue(context, async (githubId) => repositoryStub(context.env, githubId).rebuild());
}

/** `POST …/refresh`: GitHub is asked for everything now, whatever failed before. */
export async function refreshRepository(context: Context<AppBindings>): Promise<Response> {
  return queue(context, async (githubId) => repositoryStub(context.env, githubId).refresh());
}

/** Has the object do something later. For operators, under any name that the repository ever had. */
async function queue(context: Context<AppBindings>, order: (githubId: number) => Promise<boolean>): Promise<Response> {
  requireOperator(context);
  readParams(context.req.url, z.strictObject({}));
  const { found } = await namedBy(context);
  const queued = await callObject(true, () => order(found.githubId));
  if (!queued) throw new AppError("NOT_FOUND");
  return Response.json({ data: { githubId: found.githubId, status: "queued" }, meta: {} }, { status: 202 });
}

async function readingOf(context: Context<AppBindings>): Promise<Reading> {
  const actor = context.get("actor");
  if (!actor) throw context.get("refusal") ?? unauthenticated();
  return readingAs(context.env, actor);
}

async function read(
  context: Context<AppBindings>,
  reading: Reading,
  more: Record<string, string> = {},
): Promise<Response> {
  const destination = await destinationOf(context, reading);
  if ("location" in destination) {
    const { location } = destination;
    return Response.json({ data: { location }, meta: {} }, { status: 301, headers: { Location: location } });
  }
  const { githubId, url, headers } = destination;
  const init = { headers: { ...headers, ...more } };
  return callObject(true, () => repositoryStub(context.env, githubId).fetch(url, init));
}

async function destinationOf(context: Context<AppBindings>, reading: Reading): Promise<Destination> {
  const { env } = context;
  try {
    const { origin, found, rest } = await namedBy(context);
    const reader = await readerOfRepository(env, reading, found);
    const path = `/v1/repositories/${found.owner}/${found.name}${rest}`;
    if (!found.current) {
      if (await mayBeTold(env, reader, found)) return { location: path };
      throw new AppError("NOT_FOUND");
    }
    const seen = context.req.raw.headers.get("if-none-match");
    const headers = {
      [READER_HEADER]: JSON.stringify(reader),
      "x-request-id": context.get("requestId"),
      ...(seen === null ? {} : { "if-none-match": seen }),
    };
    return { githubId: found.githubId, url: origin + path, headers };
  } catch (error) {
    // Asking was a read of the key, whatever came of it: no answer tells by its headers why there is nothing.
    if (!(error instanceof AppError) || error.code !== "NOT_FOUND") throw error;
    throw new AppError("NOT_FOUND", { headers: reading.headers });
  }
}

/** @throws AppError NOT_FOUND for what was never a repository here, and for other spellings of a path */
async function namedBy(
  context: Context<AppBindings>,
): Promise<{ readonly origin: string; readonly found: NamedRepository; readonly rest: string }> {
  const { url } = context.req.raw;
  requirePlainPath(url);
  const [, origin = "", owner = "", name = "", rest = ""] = ADDRESS.exec(url) ?? [];
  const found = await findRepository(context.env.DIRECTORY, owner, name, Date.now());
  if (!found) throw new AppError("NOT_FOUND");
  return { origin, found, rest };
}

/** The headers of an object's answer cannot be changed as they are. */
function withHeaders(answer: Response, headers: Readonly<Record<string, string>>): Response {
  const whole = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(headers)) whole.headers.set(name, value);
  return whole;
}
