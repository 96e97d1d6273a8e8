/** What the runtime gives croft-auth, held against what it expects: the types of wrangler describe croft's bindings. */
import { env } from "cloudflare:workers";
import * as z from "zod";
import { setLogLevel } from "../../log.ts";
import type { EndedSessions } from "./ended-sessions.ts";
import { parseAuthEnv } from "./env.ts";
import type { SignInLimits } from "./sign-in-limits.ts";

const bindingsSchema = z.object({
  DB: z.custom<D1Database>((value) => has(value, "prepare")),
  ENDED: z.custom<DurableObjectNamespace<EndedSessions>>((value) => has(value, "getByName")),
  SIGN_IN_LIMITS: z.custom<DurableObjectNamespace<SignInLimits>>((value) => has(value, "getByName")),
});

function has(value: unknown, method: string): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function";
}

// Read while the module loads: a wrong variable stops a deploy, not a request.
export const { DB: database, ENDED: endedNamespace, SIGN_IN_LIMITS: limitsNamespace } = bindingsSchema.parse(env);
export const settings = parseAuthEnv(env);
setLogLevel(settings.logLevel);
