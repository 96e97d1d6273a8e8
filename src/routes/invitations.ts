/** `POST /v1/invitations/{token}/accept`: by a person who is no member yet. A forged token wakes no object. */
import type { Context } from "hono";
import * as z from "zod";
import { idempotencyKey } from "../../objects/tenant/idempotency.ts";
import type { UserActor } from "../auth/actor.ts";
import { verifyInvitation } from "../auth/invitation-format.ts";
import { sha256 } from "../auth/key-format.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { upsertMembership } from "../directory/memberships.ts";
import { parseEnv } from "../env.ts";
import { log } from "../log.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { JSON_MEDIA_TYPE } from "../response-headers.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { readParams } from "./params.ts";
import { requirePerson } from "./person.ts";

const acceptedSchema = z.object({
  data: z.object({ tenant: z.string(), member: z.object({ role: z.string() }) }),
  meta: z.object({ seq: z.int() }),
});

export async function acceptInvitation(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", { message: "People accept invitations: sign in first." });
  const { raw } = context.req;
  readParams(raw.url, z.strictObject({}));
  const token = plainToken(raw.url);
  const genuine = await verifyInvitation(token, parseEnv(context.env).keyMacSecrets);
  if (!genuine) throw new AppError("NOT_FOUND");
  const { email, emailVerified, name } = await requirePerson(context.env, actor.id);
  const key = idempotencyKey(raw.headers);
  const repeatable = key === null ? null : { actorId: actor.id, key, fingerprint: await sha256(`accept ${token}`) };
  const { tenant, hash } = genuine;
  const requestId = context.get("requestId");
  const acceptance = { hash, actor, person: { email, emailVerified, name }, requestId, repeatable };
  const answer = await callObject(repeatable !== null, async () =>
    tenantStub(context.env, tenant).acceptInvitation(acceptance),
  );
  // The tenant was erased.
  if (!answer) throw new AppError("NOT_FOUND");
  if (answer.status === 200) await announce(context.env, answer.body, actor);
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...answer.headers, "Content-Type": JSON_MEDIA_TYPE },
  });
}

/** The token as it stands in the address: one that is escaped is none. */
function plainToken(url: string): string {
  return /^https?:\/\/[^/]+\/v1\/invitations\/([\w-]+)\/accept$/.exec(url)?.[1] ?? "";
}

/** So that the tenant stands among the person's own at once. The tenant's log tells the directory again. */
async function announce(env: Cloudflare.Env, body: string, actor: UserActor): Promise<void> {
  const { data, meta } = acceptedSchema.parse(JSON.parse(body));
  try {
    await upsertMembership(env.DIRECTORY, data.tenant, { userId: actor.id, role: data.member.role, seq: meta.seq });
  } catch (error) {
    log("warn", { event: "directory not told", tenant: data.tenant, error });
  }
}
