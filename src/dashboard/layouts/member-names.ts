/** Names of those who act in the tenant. */
import { createContext, useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import { textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";

/** Names of the tenant's members by the id under which they act: read once for all cards. */
export const MemberNames = createContext<ReadonlyMap<string, string>>(new Map());

/** Empty where the caller may not see them. */
export function useMemberNames(): ReadonlyMap<string, string> {
  const { data } = useLive(useTenant().tenant.resource("members"), { limit: 1_000 });
  return useMemo(() => new Map(data.map((member) => [textOf(member, "userId"), textOf(member, "name")])), [data]);
}
