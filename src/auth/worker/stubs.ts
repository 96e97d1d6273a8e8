/** The only file of croft-auth that names an object. */
import { endedNamespace } from "./bindings.ts";
import type { EndedSessions } from "./ended-sessions.ts";

/** One for everybody: whoever asks wants the whole list. */
export function endedSessions(): DurableObjectStub<EndedSessions> {
  return endedNamespace.getByName("all");
}
