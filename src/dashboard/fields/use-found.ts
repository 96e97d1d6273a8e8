/** Records to choose from. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { resourceNamed } from "../resources.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { recordTitle } from "./record-title.ts";
import type { Reference } from "./references.ts";

export interface Choice {
  readonly id: string;
  readonly title: string;
}

export interface Found {
  readonly choices: readonly Choice[];
  readonly isLoading: boolean;
  readonly error: Error | null;
}

const MOST = 20;
const NONE: readonly Choice[] = [];

/**
 * The records whose full text has every word of `q`; the newest where it is empty. Of resources without full text, those of the
 * newest 200 whose title has it.
 * @param reference null looks for nothing
 */
export function useFound(reference: Reference | null, q: string, isOpen: boolean): Found {
  const { tenant, handle } = useTenant();
  const asked = useDeferredValue(q.trim());
  const resource = reference ? resourceNamed(reference.resource) : undefined;
  const isSearchable = resource?.searchable ?? false;
  const sent = isSearchable ? asked : "";
  const query = useQuery({
    queryKey: ["choices", handle, reference?.resource, sent],
    enabled: isOpen && resource !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      tenant
        .resource(resource?.name ?? "")
        .list({ q: sent === "" ? undefined : sent, limit: isSearchable ? MOST : 200 }, { signal }),
  });
  const choices = useMemo(() => {
    if (!query.data || !resource || !reference) return NONE;
    const all = query.data.data.map((record) => ({
      id: String(record[reference.by]),
      title: recordTitle(resource, record),
    }));
    return isSearchable
      ? all
      : all.filter(({ title }) => title.toLowerCase().includes(asked.toLowerCase())).slice(0, MOST);
  }, [query.data, resource, reference, isSearchable, asked]);
  return { choices, isLoading: query.isFetching, error: query.error };
}
