/** Commits, releases, comments and contributors of a repository. */
import { useState } from "react";
import type { Repository } from "../../client/repositories/repositories.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Age } from "../ui/time.tsx";
import { firstLineOf } from "./first-line.ts";
import { GithubLink } from "./github-link.tsx";
import { RowFilter, RowList } from "./row-list.tsx";
import { useRows } from "./rows.ts";
import { useSettled } from "./use-settled.ts";

const META = "flex flex-wrap gap-x-2 text-quiet text-xs";

interface ListProps {
  readonly repository: Repository;
}

/** What is typed, what is asked for, and the order. */
function useFilter<Order extends string>(first: Order) {
  const [text, setText] = useState("");
  const [order, setOrder] = useState(first);
  const q = useSettled(text.trim()) || undefined;
  return { q, order, shown: { text, onText: setText, order, onOrder: setOrder } };
}

export function CommitsList({ repository }: ListProps) {
  const { q, order, shown } = useFilter<"-committedAt" | "committedAt">("-committedAt");
  const rows = useRows(repository.commits, repository.fullName, { q, sort: [order] });
  return (
    <>
      <RowFilter {...shown} orders={["-committedAt", "committedAt"]} />
      <RowList rows={rows} label={TEXTS.tabs.commits}>
        {({ sha, message, url, authorName, authorLogin, committedAt }) => (
          <div className="grid grid-cols-1 gap-0.5">
            <GithubLink href={url}>{firstLineOf(message)}</GithubLink>
            <p className={META}>
              <span className="font-mono">{sha.slice(0, 7)}</span>
              <span dir="auto" className="max-w-full truncate">
                {TEXTS.by(authorLogin ?? authorName ?? TEXTS.ghost)}
              </span>
              <Age at={committedAt} />
            </p>
          </div>
        )}
      </RowList>
    </>
  );
}

export function ReleasesList({ repository }: ListProps) {
  const { q, order, shown } = useFilter<"-openedAt" | "openedAt" | "-downloads">("-openedAt");
  const rows = useRows(repository.releases, repository.fullName, { q, sort: [order] });
  return (
    <>
      <RowFilter {...shown} orders={["-openedAt", "openedAt", "-downloads"]} />
      <RowList rows={rows} label={TEXTS.tabs.releases}>
        {({ tag, name, url, isDraft, isPrerelease, authorLogin, publishedAt, openedAt, downloads }) => (
          <div className="grid grid-cols-1 gap-0.5">
            <GithubLink href={url}>{name ?? tag}</GithubLink>
            <p className={META}>
              <span className="max-w-full truncate font-mono">{tag}</span>
              {isDraft && <span>{TEXTS.draft}</span>}
              {isPrerelease && <span>{TEXTS.prerelease}</span>}
              <span>{TEXTS.by(authorLogin)}</span>
              <Age at={publishedAt ?? openedAt} />
              {downloads > 0 && <span>{TEXTS.countDownloads(downloads)}</span>}
            </p>
          </div>
        )}
      </RowList>
    </>
  );
}

export function CommentsList({ repository }: ListProps) {
  const { q, order, shown } = useFilter<"-postedAt" | "postedAt">("-postedAt");
  const rows = useRows(repository.comments, repository.fullName, { q, sort: [order] });
  return (
    <>
      <RowFilter {...shown} orders={["-postedAt", "postedAt"]} />
      <RowList rows={rows} label={TEXTS.tabs.comments}>
        {({ body, url, issueNumber, authorLogin, postedAt }) => (
          <div className="grid grid-cols-1 gap-0.5">
            <p dir="auto" className="line-clamp-4 whitespace-pre-line wrap-anywhere">
              {body}
            </p>
            <p className={META}>
              <span>{TEXTS.by(authorLogin)}</span>
              <GithubLink href={url}>{TEXTS.on(issueNumber)}</GithubLink>
              <Age at={postedAt} />
            </p>
          </div>
        )}
      </RowList>
    </>
  );
}

export function ContributorsList({ repository }: ListProps) {
  const { q, order, shown } = useFilter<"-contributions" | "login">("-contributions");
  const rows = useRows(repository.contributors, repository.fullName, { q, sort: [order] });
  return (
    <>
      <RowFilter {...shown} orders={["-contributions", "login"]} />
      <RowList rows={rows} label={TEXTS.tabs.contributors}>
        {({ login, url, type, contributions }) => (
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <GithubLink href={url}>{login}</GithubLink>
            <p className={META}>
              {type !== "User" && <span>{type}</span>}
              <span className="tabular-nums">{TEXTS.countCommits(contributions)}</span>
            </p>
          </div>
        )}
      </RowList>
    </>
  );
}
