/** `POST /webhooks/github`: what GitHub tells of repositories, handed to their objects as it came. The signature is the credential. */
import type { Context } from "hono";
import * as z from "zod";
import { verifySignature } from "../../objects/github/webhook.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { within } from "../auth/within.ts";
import { parseEnv } from "../env.ts";
import { log } from "../log.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError, invalidField } from "../protocol/errors.ts";
import { decodeText, isJsonType } from "../protocol/json.ts";
import type { webhookReceiptSchema } from "../protocol/repository.ts";
import { callObject, repositoryStub } from "../stubs.ts";
import { readBody } from "./body.ts";
import { inParallel } from "./in-parallel.ts";
import { readParams } from "./params.ts";
import { knownNumbers } from "./repository-lookup.ts";

/** GitHub sends no larger ones ("Webhook events and payloads": 25 MB). */
const LARGEST_BYTES = 25 * 1024 * 1024;
/** What an object stores in one row, which ends at 2 MB (platform.md 1.1). */
const KEPT_BYTES = 1_900_000;
/** GitHub waits ten seconds for an answer and sends nothing twice, so a slow directory is not waited for. */
const PATIENCE_MS = 1_000;

/** One each: of two headers the runtime makes one, with a comma that neither form has. */
const DELIVERY = /^[\w-]{1,100}$/;
const EVENT = /^[a-z_]{1,64}$/;

const id = z.int().positive();
const repositories = z.array(z.object({ id })).optional();
/** What of an event says whom it concerns; what happened, the repository's object reads. */
const payloadSchema = z.object({
  repository: z.object({ id }).nullish(),
  // Of the events `installation` and `installation_repositories`.
  repositories,
  repositories_added: repositories,
  repositories_removed: repositories,
});

interface Delivery {
  readonly id: string;
  readonly event: string;
  /** As it was signed. */
  readonly body: string;
}

type Receipt = z.infer<typeof webhookReceiptSchema>["status"];

/**
 * Answers 202 as soon as the objects of the repositories have stored it; they read it afterwards.
 * @throws AppError NOT_FOUND where no webhooks are taken, UNAUTHENTICATED, BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE,
 * PAYLOAD_TOO_LARGE, UNAVAILABLE
 */
export async function receiveGithubWebhook(context: Context<AppBindings>): Promise<Response> {
  const secrets = parseEnv(context.env).githubWebhookSecrets;
  if (secrets.length === 0) throw new AppError("NOT_FOUND");
  readParams(context.req.url, z.strictObject({}));
  const { headers } = context.req.raw;
  const signature = headers.get("x-hub-signature-256");
  if (signature === null) throw unauthenticated();
  if (!isJsonType(headers.get("content-type"))) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const named = { id: one(headers, "x-github-delivery", DELIVERY), event: one(headers, "x-github-event", EVENT) };
  const bytes = await readBody(context.req.raw, LARGEST_BYTES);
  if (!(await verifySignature(secrets, bytes, signature))) throw unauthenticated();
  const delivery = { ...named, body: decodeText(bytes) };
  const status = await deliver(context.env, delivery, bytes.byteLength <= KEPT_BYTES);
  return Response.json({ data: { status }, meta: {} }, { status: 202 });
}

function one(headers: Headers, name: string, form: RegExp): string {
  const value = headers.get(name);
  if (value === null || !form.test(value)) throw invalidField("BAD_REQUEST", name, "Send this header once.");
  return value;
}

/** @param isKept whether an object can store it; of what it cannot, it learns that it has to ask GitHub. */
async function deliver(env: Cloudflare.Env, delivery: Delivery, isKept: boolean): Promise<Receipt> {
  const ids = concernedIds(delivery.body);
  // Sent once, when the webhook is made: nothing has happened.
  if (delivery.event === "ping") return "ignored";
  const concerned = await concernedBy(env, ids);
  const said = await inParallel(concerned, (each) =>
    // The object drops what it was told before.
    callObject(true, async () => {
      const repository = repositoryStub(env, each);
      if (isKept) return repository.receive(delivery);
      return (await repository.refresh()) ? "taken" : "unknown";
    }),
  );
  if (said.includes("taken")) return "taken";
  return said.includes("known") ? "known" : "ignored";
}

/** GitHub's numbers of the repositories that it concerns. @throws AppError BAD_REQUEST for what is no event */
function concernedIds(body: string): number[] {
  const parsed = payloadSchema.safeParse(jsonOf(body));
  if (!parsed.success) throw new AppError("BAD_REQUEST", { message: "This is no event of GitHub's." });
  const { repository, repositories: all, repositories_added, repositories_removed } = parsed.data;
  const lists = [repository ? [repository] : [], all, repositories_added, repositories_removed];
  return [...new Set(lists.flatMap((list) => list ?? []).map((each) => each.id))];
}

/** Whoever signed it wrote it: beyond its being JSON there is nothing to defend against. */
function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/**
 * Those that are kept here. Where the directory does not say so in time, a single repository is asked itself: GitHub names
 * the objects that are woken, and one that was never made says so.
 */
async function concernedBy(env: Cloudflare.Env, ids: readonly number[]): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  try {
    return await within(knownNumbers(env.DIRECTORY, ids, Date.now()), PATIENCE_MS);
  } catch (cause) {
    if (ids.length > 1) throw new AppError("UNAVAILABLE", { cause, headers: { "Retry-After": "5" } });
    log("warn", { event: "repository not looked up", ids, cause });
    return ids;
  }
}
