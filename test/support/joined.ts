/** People with accounts as members of tenants, who call with access tokens of their own. */
import type { TestPerson } from "./accounts.ts";
import { Caller, type TestTenant } from "./api.ts";
import { project } from "./due-jobs.ts";
import { join } from "./people.ts";

/** Makes somebody a member as an invitation would, with the token that they have. */
export async function joinAs(tenant: TestTenant, person: TestPerson, role: string): Promise<Caller> {
  const caller = new Caller(await person.token(), tenant.path);
  const actor = {
    kind: "user" as const,
    id: person.id,
    session: "ses_01KAJ5Q9ZK3M8W2X4Y7T1B0CNE",
    expiresAt: Date.now() + 60_000,
  };
  const { memberId } = await join(tenant, role, { actor, email: person.email, emailVerified: true, name: "Member" });
  await project(tenant);
  return Object.assign(caller, { memberId });
}
