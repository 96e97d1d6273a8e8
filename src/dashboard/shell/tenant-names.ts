/** What the tenants of the caller are called. */
import { useQuery } from "@tanstack/react-query";
import { callerOf } from "../../client/administration/caller.ts";
import { croft } from "../service.ts";
import { useMe } from "./me.ts";

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * By handle. The list of tenants follows them within seconds; until it knows one, the handle has to do.
 * @param refetchInterval milliseconds; asked once a page unless given
 */
export function useTenantNames(refetchInterval: number | false = false): ReadonlyMap<string, string> {
  const { data: me } = useMe();
  const { data } = useQuery({
    queryKey: ["tenants", me?.id],
    queryFn: async ({ signal }) => {
      const names = new Map<string, string>();
      for await (const { tenant, name } of await callerOf(croft).tenants({ limit: 200 }, { signal }))
        names.set(tenant, name);
      return names;
    },
    enabled: me !== undefined && me.kind !== "operator",
    staleTime: 60_000,
    refetchInterval,
  });
  return data ?? NONE;
}
