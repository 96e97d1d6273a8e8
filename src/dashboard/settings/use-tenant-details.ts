/** The tenant's name, plan and size: what is no record, and so not live. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { administrationOf, type TenantDetails } from "../../client/administration/administration.ts";
import { useTenant } from "../shell/tenant-context.ts";

/** Asked anew every ten seconds while it is looked at. */
export function useTenantDetails(): UseQueryResult<TenantDetails> {
  const { tenant, handle } = useTenant();
  return useQuery({
    queryKey: ["tenant", handle],
    queryFn: ({ signal }) => administrationOf(tenant).get({ signal }),
    refetchInterval: 10_000,
  });
}
