/** What the caller may do, as far as roles and keys tell: the service decides, this only spares people refusals. */
import type { ResourceDescription } from "../../protocol/description.ts";
import { CONFIG } from "../resources.ts";

type Action = "read" | "create" | "update" | "delete" | "purge";

/** What decides what somebody may do in a tenant. */
export interface Rights {
  /** Null until it is known. */
  readonly role: string | null;
  /** Whether their key may read alone. */
  readonly readOnly: boolean;
  /** What their key is narrowed to; null for every resource. */
  readonly resources: readonly string[] | null;
}

/** Whether a role is as high as another. Unknown roles are as good as none. */
export function isAtLeast(role: string | null, least: string): boolean {
  const rank = role === null ? -1 : CONFIG.roles.indexOf(role);
  return rank >= 0 && rank <= CONFIG.roles.indexOf(least);
}

export function may({ role, readOnly, resources }: Rights, action: Action, resource: ResourceDescription): boolean {
  if (readOnly && action !== "read") return false;
  if (resources && !resources.includes(resource.name)) return false;
  const least = resource.access[action];
  return least !== null && least !== undefined && isAtLeast(role, least);
}

/** Whether the caller may change what is no record, and takes that role. */
export function mayChangeAs(least: string, { role, readOnly }: Rights): boolean {
  return !readOnly && isAtLeast(role, least);
}
