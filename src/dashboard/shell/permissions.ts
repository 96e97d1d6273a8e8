/** What the caller may do, as far as roles tell: the service decides, this only spares people refusals. */
import type { ResourceDescription } from "../../protocol/description.ts";
import { CONFIG } from "../resources.ts";

type Action = "read" | "create" | "update" | "delete" | "purge";

/** Whether a role is as high as another. Unknown roles are as good as none. */
export function isAtLeast(role: string | null, least: string): boolean {
  const rank = role === null ? -1 : CONFIG.roles.indexOf(role);
  return rank >= 0 && rank <= CONFIG.roles.indexOf(least);
}

/** Whether a resource is one of those that the caller's key is narrowed to; everybody without such a key has all of them. */
export function isInScope(me: { readonly resources?: readonly string[] | null | undefined }, name: string): boolean {
  return !me.resources || me.resources.includes(name);
}

export function may(role: string | null, action: Action, resource: ResourceDescription): boolean {
  const least = resource.access[action];
  return least !== null && least !== undefined && isAtLeast(role, least);
}
