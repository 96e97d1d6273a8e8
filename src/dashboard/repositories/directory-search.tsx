/** Finds repositories that are kept here already, because somebody follows them. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { type ListedRepository, repositoriesOf } from "../../client/repositories/repositories.ts";
import { croft } from "../service.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import type { Follow } from "./followed.ts";
import { StateMark } from "./state-mark.tsx";
import { stateWords } from "./state-words.ts";
import { useFollow } from "./use-follow.ts";

const PAGE = 10;

function useDirectory(q: string, sort: string) {
  return useInfiniteQuery({
    queryKey: ["repositories", "directory", q, sort],
    queryFn: ({ pageParam, signal }) =>
      repositoriesOf(croft).list({ q: q || undefined, sort, limit: PAGE, cursor: pageParam || undefined }, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function DirectorySearch({
  follows,
  mayFollow,
}: {
  readonly follows: readonly Follow[];
  readonly mayFollow: boolean;
}) {
  const [text, setText] = useState("");
  const [sort, setSort] = useState("-stars");
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDirectory(
    useDeferredValue(text.trim()),
    sort,
  );
  const found = data?.pages.flatMap((page) => page.data) ?? [];
  const asOf = data?.pages[0]?.projectedAt;
  const followed = new Set(follows.map(({ repositoryId }) => repositoryId));
  return (
    <Panel title={TEXTS.directoryTitle}>
      <p className="text-quiet">{TEXTS.directoryHint}</p>
      <div className="grid max-w-2xl gap-3 sm:grid-cols-[1fr_12rem]">
        <TextField
          type="search"
          label={TEXTS.directorySearch}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <SelectField label={TEXTS.sort} value={sort} onChange={(event) => setSort(event.target.value)}>
          {Object.entries(TEXTS.sorts).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>
      {isPending && <Loading />}
      {error && <Failed error={error} retry={() => void refetch()} />}
      {data && found.length === 0 && <p className="text-quiet">{TEXTS.directoryNone}</p>}
      <ul className="-mx-2 divide-y divide-line">
        {found.map((repository) => (
          <Found
            key={repository.githubId}
            repository={repository}
            mayFollow={mayFollow && !followed.has(repository.githubId)}
          />
        ))}
      </ul>
      {hasNextPage && (
        <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {TEXTS.showMore}
        </Button>
      )}
      {asOf && (
        <p className="text-quiet text-xs">
          {TEXTS.asOf} <Age at={asOf} />
        </p>
      )}
    </Panel>
  );
}

function Found({ repository, mayFollow }: { readonly repository: ListedRepository; readonly mayFollow: boolean }) {
  const { handle } = useTenant();
  const { isAsking, refusal, follow } = useFollow();
  const { owner, name, fullName, description, state, language, stars } = repository;
  const { tone, text } = stateWords(state, null);
  const facts = [language, TEXTS.countStars(stars)];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1 px-2 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-60">
          <Link
            to="/t/$tenant/repositories/$owner/$name"
            params={{ tenant: handle, owner, name }}
            className="font-medium text-accent hover:underline"
          >
            {fullName}
          </Link>
          {description && (
            <p dir="auto" className="truncate text-quiet text-xs">
              {description}
            </p>
          )}
          <p className="flex flex-wrap gap-x-3 text-quiet text-xs">
            <StateMark tone={tone}>{text}</StateMark>
            {facts.map((fact) => fact && <span key={fact}>{fact}</span>)}
          </p>
        </div>
        {mayFollow && (
          <Button
            disabled={isAsking}
            aria-label={`${TEXTS.follow}: ${fullName}`}
            onClick={() => void follow(repository)}
          >
            {isAsking ? TEXTS.asking : TEXTS.follow}
          </Button>
        )}
      </div>
      {refusal && (
        <p role="alert" className="text-bad text-xs">
          {refusal}
        </p>
      )}
    </li>
  );
}
