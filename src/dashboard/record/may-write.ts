/** What the caller may do to one record. */
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { isAtLeast, may } from "../shell/permissions.ts";

type Action = "update" | "delete" | "purge";

/** @param id of the caller: of some resources people may write what they made alone */
export function mayWrite(
  { role, id }: { readonly role: string | null; readonly id: string },
  action: Action,
  resource: ResourceDescription,
  record: Fields,
): boolean {
  if (!may(role, action, resource)) return false;
  const { ownRows } = resource;
  if (!ownRows?.actions.includes(action) || isAtLeast(role, ownRows.exempt)) return true;
  return record.createdBy === id;
}
