/** Who may do what to whom, as the service has it: nobody gives or takes more than their own role. */

/** The roles that somebody may give, from the highest to the lowest. @param roles of the configuration, in that order */
export function rolesToGive(roles: readonly string[], own: string | null): readonly string[] {
  const rank = own === null ? -1 : roles.indexOf(own);
  return rank < 0 ? [] : roles.slice(rank);
}

/** Whether somebody of a role may handle whoever, or whatever, has another. */
export function mayHandle(roles: readonly string[], own: string | null, other: string): boolean {
  return rolesToGive(roles, own).includes(other);
}

/** Whether this member is the only one of the highest role: a tenant keeps its last owner. */
export function isLastOwner(
  roles: readonly string[],
  members: readonly { readonly id: string; readonly role: string }[],
  id: string,
): boolean {
  const owners = members.filter(({ role }) => role === roles[0]);
  return owners.length === 1 && owners[0]?.id === id;
}
