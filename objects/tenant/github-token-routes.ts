/** The tenant's own GitHub token: what makes its private repositories visible to it. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { githubTokenSchema } from "../../src/protocol/tenant.ts";
import { bodyOf } from "../records/body.ts";
import { type Reply, reply } from "../records/reply.ts";
import type { Call } from "./call.ts";
import { unavailable } from "./find-repository.ts";
import { tellRepositories } from "./follows.ts";
import { noteToken, ownCredential, tokenSetAt } from "./github-token.ts";
import { ADMIN, requireRole } from "./rights.ts";
import { commit, repeated } from "./write.ts";

/** What the log calls it. */
const TOKEN = "github-token";

/** Whether there is one, and since when; of the token itself, nothing. */
export function getGithubToken(call: Call): Reply {
  requireRole(call, ADMIN);
  call.allowParams();
  return tokenReply(call);
}

/** Sets it, once GitHub accepts it. All that is followed is looked at with it from now on. */
export async function putGithubToken(call: Call): Promise<Reply> {
  requireRole(call, ADMIN);
  call.allowParams();
  const { token } = bodyOf(githubTokenSchema, call.json());
  const known = repeated(call, [TOKEN]);
  if (known) return known;
  return alone(call, async () => {
    await requireAccepted(call, token);
    const { tenant } = renewedAdmin(call);
    await tenant.github.setToken(ownCredential(tenant), token);
    return note(renewedAdmin(call), (now) => new Date(now).toISOString());
  });
}

/** Forgets it. What is private is out of sight then; it stays followed. */
export async function deleteGithubToken(call: Call): Promise<Reply> {
  requireRole(call, ADMIN);
  call.allowParams();
  const known = repeated(call, [TOKEN]);
  if (known) return known;
  return alone(call, async () => {
    if (tokenSetAt(call.tenant) === null) throw new AppError("NOT_FOUND");
    await call.tenant.github.forgetToken(ownCredential(call.tenant));
    return note(renewedAdmin(call), () => null);
  });
}

function tokenReply({ tenant }: Call): Reply {
  return reply(200, { setAt: tokenSetAt(tenant) }, { seq: tenant.store.log.seq });
}

/** Writes down what was done with the token: an entry of the log that says when, and nothing more. */
function note(call: Call, at: (now: number) => string | null): Reply {
  const { tenant, now } = call;
  return commit(call, [TOKEN], (writer) => {
    const before = { setAt: tokenSetAt(tenant) };
    noteToken(tenant, at(now));
    writer.note(TOKEN, tenant.view.tenant, before, { setAt: tokenSetAt(tenant) });
    tellRepositories(tenant, now);
    return tokenReply(call);
  });
}

function renewedAdmin(call: Call): Call {
  const renewed = call.renewed();
  requireRole(renewed, ADMIN);
  return renewed;
}

/** @throws AppError VALIDATION_ERROR, UNAVAILABLE */
async function requireAccepted({ tenant, now }: Call, token: string): Promise<void> {
  const answer = await tenant.github.tryToken(token);
  if ("failed" in answer || answer.status >= 500) throw unavailable({ is: "failed" }, now);
  if (answer.status === 401) throw invalidField("VALIDATION_ERROR", "token", "GitHub does not accept this token.");
}

const changing = new WeakSet<object>();

/** One at a time: what is kept of the token in two places must come from the same request. @throws AppError IN_PROGRESS */
async function alone(call: Call, change: () => Promise<Reply>): Promise<Reply> {
  const { tenant } = call;
  if (changing.has(tenant))
    throw new AppError("IN_PROGRESS", { message: "The token is being changed by another request." });
  changing.add(tenant);
  try {
    return await change();
  } finally {
    changing.delete(tenant);
  }
}
