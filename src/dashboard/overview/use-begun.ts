/** With what the tenant has begun, live. */
import { useLive } from "../../client/react/use-live.ts";
import { useTenant } from "../shell/tenant-context.ts";
import type { Begun } from "./begun.ts";

const ONE = { limit: 1 };
const TWO = { limit: 2 };

/** @returns null until it is known */
export function useBegun(): Begun | null {
  const { tenant } = useTenant();
  const lead = useLive(tenant.resource("leads"), ONE);
  const activity = useLive(tenant.resource("activities"), ONE);
  const repository = useLive(tenant.resource("follows"), ONE);
  const people = useLive(tenant.resource("members"), TWO);
  if ([lead, activity, repository, people].some(({ status }) => status === "loading" || status === "failed"))
    return null;
  return {
    lead: lead.data.length > 0,
    activity: activity.data.length > 0,
    repository: repository.data.length > 0,
    people: people.data.length > 1,
  };
}
