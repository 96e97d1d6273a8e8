/** Where to go from a tenant that one has left, or that is no more. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Me } from "../shell/caller.ts";
import { forgetLastTenant } from "../shell/last-tenant.ts";

export function useGoneFrom(): (handle: string) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (handle) => {
    await navigate({ to: "/tenants" });
    forgetLastTenant();
    // The service's own list follows within seconds.
    queries.setQueriesData<Me>(
      { queryKey: ["me"] },
      (me) => me && { ...me, tenants: me.tenants.filter(({ tenant }) => tenant !== handle) },
    );
  };
}
