/** What a page for operators is asked for, which stands in its address. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { SectionSearch } from "./section-schema.ts";

const FROM = "/operators/$section";

export function useSectionSearch(): {
  readonly search: SectionSearch;
  readonly change: (change: Partial<SectionSearch>) => void;
} {
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  return {
    search,
    change: (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
  };
}
