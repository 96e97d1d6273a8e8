/** A socket's next credential: people's access tokens live five minutes, and sockets longer. */
import { accessTokensOf } from "../../src/auth/access-tokens.ts";
import { membershipsOf } from "../../src/directory/memberships.ts";
import { parseEnv } from "../../src/env.ts";
import { log } from "../../src/log.ts";
import type { Credential } from "../records/live/socket.ts";

/** The credential of another token; null for one that is none, or is over. Keys do not expire while their socket is open. */
export async function renewedCredential(env: Cloudflare.Env, token: string): Promise<Credential | null> {
  const report = (event: string, cause: unknown) => log("warn", { event, cause });
  const actor = await accessTokensOf(env.AUTH, parseEnv(env), report).actorOf(token, Date.now());
  if (actor?.kind !== "user") return null;
  const { id, session, expiresAt } = actor;
  const tenants = (await membershipsOf(env.DIRECTORY, id)).map(({ tenant }) => tenant);
  return { kind: "user", id, session, expiresAt, tenants };
}
