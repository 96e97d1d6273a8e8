/** Calls that are the operators' alone. */
import type { Context } from "hono";
import { unauthenticated } from "../auth/unauthenticated.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";

/** @throws AppError UNAUTHENTICATED, FORBIDDEN for everybody else */
export function requireOperator(context: Context<AppBindings>): void {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  if (actor.kind !== "operator") throw new AppError("FORBIDDEN");
}
