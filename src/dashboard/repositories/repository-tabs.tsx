/** The parts of a repository: what happened over time, and its records. Which one is open stands in the address. */
import { Tabs } from "@base-ui/react/tabs";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Repository, RepositoryRecord } from "../../client/repositories/repositories.ts";
import { TEXTS } from "../texts/repositories.ts";
import { IssuesList } from "./issues-list.tsx";
import { RepositoryCharts } from "./repository-charts.tsx";
import { CommentsList, CommitsList, ContributorsList, ReleasesList } from "./repository-lists.tsx";
import { isTab, TABS, type TabName } from "./tab-names.ts";

interface TabsProps {
  readonly repository: Repository;
  readonly record: RepositoryRecord;
}

export function RepositoryTabs({ repository, record }: TabsProps) {
  const { tab = "overview" } = useSearch({ from: "/t/$tenant/repositories/$owner/$name" });
  const navigate = useNavigate({ from: "/t/$tenant/repositories/$owner/$name" });
  const parts: Readonly<Record<TabName, ReactNode>> = {
    overview: <RepositoryCharts repository={repository} record={record} />,
    issues: <IssuesList repository={repository} kind="issues" />,
    pulls: <IssuesList repository={repository} kind="pulls" />,
    commits: <CommitsList repository={repository} />,
    releases: <ReleasesList repository={repository} />,
    comments: <CommentsList repository={repository} />,
    contributors: <ContributorsList repository={repository} />,
  };
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next: unknown) => isTab(next) && void navigate({ search: { tab: next }, replace: true })}
      className="grid min-w-0 grid-cols-1 gap-4"
    >
      <Tabs.List aria-label={TEXTS.sections} className="flex overflow-x-auto border-line border-b">
        {TABS.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            className="shrink-0 cursor-pointer border-transparent border-b-2 px-3 py-2 text-quiet hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-ink"
          >
            {TEXTS.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TABS.map((name) => (
        <Tabs.Panel key={name} value={name} className="min-w-0 focus-visible:outline-offset-4">
          {parts[name]}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
