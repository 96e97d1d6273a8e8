/** What middleware leaves for routes, and the bindings they run with. */
import type { RequestActor } from "../auth/actor.ts";
import type { AppError } from "../protocol/errors.ts";

export interface AppBindings {
  Bindings: Cloudflare.Env;
  Variables: {
    requestId: string;
    /** Null for a request without credentials. */
    actor: RequestActor | null;
    /** Why a socket's credential could not be looked at. */
    refusal?: AppError;
    /** Set where a failure to authenticate is told in another way than by a status of 401. */
    unauthenticated?: true;
  };
}
