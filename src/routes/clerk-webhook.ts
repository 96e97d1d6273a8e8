/** `POST /webhooks/clerk`: what Clerk tells of its people, handed to croft-auth as it came. The signature is the credential. */
import type { Context } from "hono";
import * as z from "zod";
import type { ClerkMessage } from "../auth/accounts.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { parseEnv } from "../env.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { isJsonType } from "../protocol/json.ts";
import { readBody } from "./body.ts";
import { readParams } from "./params.ts";
import { askAccounts } from "./person.ts";
import { tellTenants } from "./tell-tenants.ts";

/**
 * Answers 204 for what is taken, now or before: the tenants have heard by then of sessions that it ended.
 * @throws AppError NOT_FOUND where no webhooks are taken, UNAUTHENTICATED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE,
 * VALIDATION_ERROR, UNAVAILABLE
 */
export async function receiveClerkWebhook(context: Context<AppBindings>): Promise<Response> {
  if (!parseEnv(context.env).clerk) throw new AppError("NOT_FOUND");
  readParams(context.req.url, z.strictObject({}));
  const signed = signatureOf(context.req.raw.headers);
  if (!signed) throw unauthenticated();
  if (!isJsonType(context.req.raw.headers.get("content-type"))) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const message = { ...signed, body: await readBody(context.req.raw) };
  const { outcome, ended } = await askAccounts(context.env, (accounts) => accounts.clerkMessage(message));
  if (outcome === "off") throw new AppError("NOT_FOUND");
  if (outcome === "unsigned") throw unauthenticated();
  if (outcome === "malformed") throw new AppError("VALIDATION_ERROR", { message: "This is no event of Clerk's." });
  await tellTenants(context, ended);
  return new Response(null, { status: 204 });
}

/** Svix names the headers as it always has, or as Standard Webhooks does; not in part one way and in part the other. */
function signatureOf(headers: Headers): Omit<ClerkMessage, "body"> | null {
  const prefix = headers.has("svix-id") ? "svix" : "webhook";
  const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((name) => headers.get(`${prefix}-${name}`));
  return id && timestamp && signature ? { id, timestamp, signature } : null;
}
