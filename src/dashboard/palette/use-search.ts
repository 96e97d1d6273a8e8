/** Full-text search over the tenant's records, while somebody types. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SearchHit } from "../../protocol/envelope.ts";
import { useTenant } from "../shell/tenant-context.ts";

/** Milliseconds after the last letter at which is asked. */
const PAUSE = 120;
const MOST = 12;
const NONE: readonly SearchHit[] = [];

export interface Searched {
  readonly hits: readonly SearchHit[];
  /** Whether the answer to what is typed now is still on its way. */
  readonly isSearching: boolean;
  readonly error: Error | null;
}

/** Requests for what is no longer typed are aborted. */
export function useSearch(typed: string): Searched {
  const { tenant, handle } = useTenant();
  const wanted = typed.trim();
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: ["palette", handle, asked],
    enabled: asked !== "",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => tenant.search(asked, { limit: MOST, signal }),
  });
  if (wanted === "") return { hits: NONE, isSearching: false, error: null };
  return { hits: query.data ?? NONE, isSearching: asked !== wanted || query.isFetching, error: query.error };
}
