/** What the caller may do to one record. */
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { isAtLeast, may } from "../shell/permissions.ts";
import type { TenantContext } from "../shell/tenant-context.ts";

type Action = "update" | "delete" | "purge";

/** Of some resources people may write what they made alone. */
export function mayWrite(
  { rights, me }: Pick<TenantContext, "rights" | "me">,
  action: Action,
  resource: ResourceDescription,
  record: Fields,
): boolean {
  if (!may(rights, action, resource)) return false;
  const { ownRows } = resource;
  if (!ownRows?.actions.includes(action) || isAtLeast(rights.role, ownRows.exempt)) return true;
  return record.createdBy === me.id;
}
