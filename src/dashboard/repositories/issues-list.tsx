/** The issues of a repository, or its pull requests. */
import { CircleCheck, CircleDot, GitMerge, GitPullRequest, GitPullRequestClosed, MessageSquare } from "lucide-react";
import { useState } from "react";
import type { IssueRecord, Repository } from "../../client/repositories/repositories.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/repositories.ts";
import { SelectField } from "../ui/field.tsx";
import { Age } from "../ui/time.tsx";
import { GithubLink } from "./github-link.tsx";
import { RowFilter, RowList } from "./row-list.tsx";
import { useRows } from "./rows.ts";
import { useSettled } from "./use-settled.ts";

const ORDERS = ["-number", "-changedAt", "-comments", "number"] as const;
type Order = (typeof ORDERS)[number];

const STATES = { all: {}, open: { state: "open" }, closed: { state: "closed" } } as const;
type State = keyof typeof STATES;

export function IssuesList({
  repository,
  kind,
}: {
  readonly repository: Repository;
  readonly kind: "issues" | "pulls";
}) {
  const [text, setText] = useState("");
  const [state, setState] = useState<State>("all");
  const [order, setOrder] = useState<Order>("-number");
  const q = useSettled(text.trim());
  const own = kind === "issues" ? { isPull: false } : {};
  const rows = useRows(repository[kind], repository.fullName, {
    filter: { ...own, ...STATES[state] },
    q: q || undefined,
    sort: [order],
  });
  return (
    <>
      <RowFilter text={text} onText={setText} order={order} orders={ORDERS} onOrder={setOrder}>
        <SelectField
          label={TEXTS.state}
          value={state}
          onChange={({ target }) =>
            setState(target.value === "open" || target.value === "closed" ? target.value : "all")
          }
        >
          <option value="all">{TEXTS.all}</option>
          <option value="open">{TEXTS.open}</option>
          <option value="closed">{TEXTS.closed}</option>
        </SelectField>
      </RowFilter>
      <RowList rows={rows} label={TEXTS.tabs[kind]}>
        {(issue) => <Issue issue={issue} />}
      </RowList>
    </>
  );
}

function Issue({ issue }: { readonly issue: IssueRecord }) {
  const { number, title, url, authorLogin, openedAt, comments, labels } = issue;
  return (
    <div className="flex gap-2">
      <IssueMark issue={issue} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <GithubLink href={url}>{title}</GithubLink>
          {labels.map((label) => (
            <span key={label} dir="auto" className="max-w-60 truncate rounded bg-sunken px-1.5 text-quiet text-xs">
              {label}
            </span>
          ))}
        </p>
        <p className="flex flex-wrap gap-x-2 text-quiet text-xs">
          <span className="tabular-nums">#{number}</span>
          <span>{TEXTS.by(authorLogin)}</span>
          <Age at={openedAt} />
          {comments > 0 && (
            <span className="inline-flex items-center gap-1" title={TEXTS.countComments(comments)}>
              <MessageSquare size={12} aria-hidden />
              <span className="sr-only">{TEXTS.tabs.comments}: </span>
              {NUMBER.format(comments)}
            </span>
          )}
        </p>
      </div>
    </div>
  );
}

function IssueMark({ issue: { isPull, isDraft, state, mergedAt } }: { readonly issue: IssueRecord }) {
  const open = state === "open";
  const [Icon, colour, label] = isPull
    ? mergedAt
      ? ([GitMerge, "text-info", TEXTS.merged] as const)
      : open
        ? ([GitPullRequest, isDraft ? "text-quiet" : "text-good", isDraft ? TEXTS.draft : TEXTS.open] as const)
        : ([GitPullRequestClosed, "text-bad", TEXTS.closed] as const)
    : open
      ? ([CircleDot, "text-good", TEXTS.open] as const)
      : ([CircleCheck, "text-info", TEXTS.closed] as const);
  return <Icon size={16} role="img" aria-label={label} className={`mt-0.5 shrink-0 ${colour}`} />;
}
