/** Search across all tenants. */
import { Link } from "@tanstack/react-router";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { operators } from "./operator-service.ts";
import { usePages } from "./pages.ts";
import { SearchField } from "./search-field.tsx";
import { useSectionSearch } from "./section-search.ts";

const PAGE = 30;
const REFRESH_MS = 60_000;

export function SearchSection() {
  const { search, change } = useSectionSearch();
  const { q = "" } = search;
  const asked = q.trim();
  const pages = usePages(
    ["search", asked],
    (cursor, signal) => operators.search(asked, { limit: PAGE, cursor }, { signal }),
    { every: REFRESH_MS, enabled: asked !== "" },
  );
  return (
    <>
      <PageHeading title={TEXTS.sections.search} lead={TEXTS.leads.search} />
      <div className="max-w-2xl">
        <SearchField label={TEXTS.searchAll} q={q} onSearch={(next) => change({ q: next })} />
      </div>
      {asked === "" ? <p className="text-quiet">{TEXTS.typeToSearch}</p> : <Hits pages={pages} />}
    </>
  );
}

function Hits({
  pages: { items, isPending, error, projectedAt, hasMore, isFetchingMore, more, refresh },
}: {
  readonly pages: ReturnType<typeof usePages<Awaited<ReturnType<typeof operators.search>>["data"][number]>>;
}) {
  if (isPending) return <Loading />;
  if (error && items.length === 0) return <Failed error={error} retry={refresh} />;
  return (
    <div className="grid grid-cols-1 gap-3">
      {items.length === 0 && <p className="text-quiet">{TEXTS.none}</p>}
      <ul className="divide-y divide-line">
        {items.map(({ tenant, resource, id, title, snippet }) => (
          <li key={`${tenant} ${id}`} className="grid grid-cols-1 gap-0.5 py-2.5">
            <p dir="auto" className="font-medium wrap-anywhere">
              {title}
            </p>
            <p dir="auto" className="line-clamp-2 text-quiet wrap-anywhere">
              {snippet}
            </p>
            <p className="flex flex-wrap gap-x-2 text-quiet text-xs">
              <Link
                to="/operators/$section"
                params={{ section: "tenants" }}
                search={{ tenant }}
                className="text-accent hover:underline"
              >
                {tenant}
              </Link>
              <span>{labelOf(resource)}</span>
              <span className="font-mono">{id}</span>
            </p>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button className="justify-self-center" disabled={isFetchingMore} onClick={more}>
          {TEXTS.showMore}
        </Button>
      )}
      {projectedAt && (
        <p className="text-quiet text-xs">
          {TEXTS.asOf} <Age at={projectedAt} />
        </p>
      )}
    </div>
  );
}
