/** Who calls a route that the routing Worker answers itself: the object alone knows the key and its limits. */
import type { RequestActor } from "../../src/auth/actor.ts";
import type { ErrorCode } from "../../src/protocol/errors.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import { asAppError } from "../records/reply.ts";
import type { TenantContext } from "./call.ts";
import { takeToken } from "./handle.ts";
import { principalOf } from "./principal.ts";

/** Either a principal, or the error that refuses it: of an AppError only this much survives the way between objects. */
export interface Identified {
  readonly principal: Principal | null;
  readonly refusal: { readonly code: ErrorCode; readonly message: string } | null;
  /** Of the answer: rate limits, or what belongs to the refusal. */
  readonly headers: Record<string, string>;
}

/** Identifies the caller and counts a read. */
export function whoIs(tenant: TenantContext, actor: RequestActor, now: number): Identified {
  try {
    const principal = principalOf(tenant, actor, now);
    return { principal, refusal: null, headers: takeToken(tenant, "GET", principal, now) };
  } catch (error) {
    const { code, message, headers } = asAppError(error);
    return { principal: null, refusal: { code, message }, headers };
  }
}
