/** May this actor do this? The one answer for REST, live queries, export and search. */
import type { Filter } from "../protocol/filter.ts";
import type { Action, Resource } from "./define.ts";

/** Who acts, as the tenant's object has established it. */
export interface Principal {
  readonly kind: "user" | "key" | "operator" | "system";
  readonly id: string;
  /** Role in this tenant; null for operators, who read no records. */
  readonly role: string | null;
  /** Names of the resources a key is narrowed to; null for all. */
  readonly resources: readonly string[] | null;
  readonly readOnly: boolean;
}

/** Croft itself, writing what nobody asked for. */
export const SYSTEM: Principal = { kind: "system", id: "system", role: null, resources: null, readOnly: false };

/** `rows` narrows an allowed action to the records it matches; null means all. */
export type Verdict = { readonly allowed: false } | { readonly allowed: true; readonly rows: Filter | null };

const DENIED: Verdict = { allowed: false };
const ALLOWED: Verdict = { allowed: true, rows: null };

/** Position of a role, higher means more; -1 for a role that does not exist, which then may do nothing. */
export type RoleRank = (role: string) => number;

/** Denies unless the resource's access names a role that the actor reaches and no scope of the actor's key forbids it. */
export function authorize(principal: Principal, action: Action, resource: Resource, rank: RoleRank): Verdict {
  if (principal.kind === "system") return ALLOWED;
  if (principal.role === null) return DENIED;
  if (principal.readOnly && action !== "read") return DENIED;
  if (principal.resources && !principal.resources.includes(resource.name)) return DENIED;
  const least = resource.access[action];
  const own = rank(principal.role);
  if (least === null || own < 0 || rank(least) < 0 || own < rank(least)) return DENIED;
  return rowsOf(principal, action, resource, rank);
}

function rowsOf(principal: Principal, action: Action, resource: Resource, rank: RoleRank): Verdict {
  const rule = resource.ownRows;
  if (!rule || action === "create" || !rule.actions.includes(action)) return ALLOWED;
  if (principal.role !== null && rank(principal.role) >= rank(rule.exempt)) return ALLOWED;
  return { allowed: true, rows: { op: "eq", path: "createdBy", value: principal.id } };
}
