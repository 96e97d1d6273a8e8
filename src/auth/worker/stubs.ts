/** The only file of croft-auth that names an object. */
import { endedNamespace, limitsNamespace } from "./bindings.ts";
import type { EndedSessions } from "./ended-sessions.ts";
import type { SignInLimits } from "./sign-in-limits.ts";

/** One for everybody: whoever asks wants the whole list. */
export function endedSessions(): DurableObjectStub<EndedSessions> {
  return endedNamespace.getByName("all");
}

/** One for each account and each address that attempts are counted for; limiter.ts makes the names. */
export function signInLimits(name: string): DurableObjectStub<SignInLimits> {
  return limitsNamespace.getByName(name);
}
