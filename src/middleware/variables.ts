/** What middleware leaves for routes, and the bindings they run with. */
import type { RequestActor } from "../auth/actor.ts";

export interface AppBindings {
  Bindings: Cloudflare.Env;
  Variables: {
    requestId: string;
    /** Null for a request without credentials. */
    actor: RequestActor | null;
  };
}
