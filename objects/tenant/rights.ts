/** Who may handle people, invitations and the tenant itself: a matter of roles alone, whoever holds them. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { Call } from "./call.ts";

/** The least role that handles people and settings. */
export const ADMIN = "admin";

/**
 * Refuses roles below `role`, and keys that only read or are narrowed to some resources: what is handled here is more than those have.
 * @throws AppError FORBIDDEN
 */
export function requireRole({ principal, tenant }: Call, role: string): void {
  const { roleRank } = tenant.config;
  if (principal.readOnly || principal.resources !== null) throw new AppError("FORBIDDEN");
  if (roleRank(principal.role ?? "") < roleRank(role)) throw new AppError("FORBIDDEN");
}

/**
 * Nobody gives more than they have, nor handles somebody who has more. Operators have no role and give any.
 * @throws AppError VALIDATION_ERROR for a role that does not exist, FORBIDDEN
 */
export function requireWithin({ principal, tenant }: Call, role: string): void {
  const { config } = tenant;
  if (config.roleRank(role) < 0)
    throw invalidField("VALIDATION_ERROR", "role", `Choose one of ${config.roles.join(", ")}.`);
  if (principal.kind === "operator") return;
  if (config.roleRank(role) > config.roleRank(principal.role ?? ""))
    throw new AppError("FORBIDDEN", { message: "This takes a role that is above your own." });
}
