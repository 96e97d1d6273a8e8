/** What happened in a repository over time; every figure is live. */
import { useMemo, useState } from "react";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import { useLive } from "../../client/react/use-live.ts";
import type { Repository, RepositoryRecord } from "../../client/repositories/repositories.ts";
import { BarList } from "../charts/bar-list.tsx";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/repositories.ts";
import { CONTROL } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { Age, useNow } from "../ui/time.tsx";
import { GithubLink } from "./github-link.tsx";
import { PeriodsChart, type TimeRange, unitOf } from "./periods-chart.tsx";
import { StarsChart } from "./stars-chart.tsx";

const DAY_MS = 86_400_000;
const RANGES = { quarter: 91 * DAY_MS, year: 365 * DAY_MS, all: null } as const;
type RangeName = keyof typeof RANGES;

interface ChartsProps {
  readonly repository: Repository;
  readonly record: RepositoryRecord;
}

export function RepositoryCharts({ repository, record }: ChartsProps) {
  const [name, setName] = useState<RangeName>("all");
  const today = Math.floor(useNow() / DAY_MS) * DAY_MS;
  const back = RANGES[name];
  const range: TimeRange = useMemo(() => ({ from: back === null ? null : today - back, today }), [back, today]);
  return (
    <div className="grid grid-cols-1 gap-4">
      <label className="flex items-center gap-2 justify-self-end">
        {TEXTS.range}
        <select
          className={`${CONTROL} w-32`}
          value={name}
          onChange={({ target: { value } }) => setName(value === "quarter" || value === "year" ? value : "all")}
        >
          {Object.entries(TEXTS.ranges).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <StarsChart repository={repository} record={record} range={range} />
        <IssuesOverTime repository={repository} range={range} />
        <PullsOverTime repository={repository} range={range} />
        <CommitsOverTime repository={repository} range={range} />
        <Contributors repository={repository} />
        <Releases repository={repository} />
      </div>
    </div>
  );
}

interface InTime {
  readonly repository: Repository;
  readonly range: TimeRange;
}

function since(range: TimeRange): { readonly gte: string } | { readonly isNull: false } {
  return range.from === null ? { isNull: false } : { gte: new Date(range.from).toISOString() };
}

function IssuesOverTime({ repository: { issues }, range }: InTime) {
  const unit = unitOf(range);
  const filter = { isPull: false };
  const opened = useAggregate(issues, {
    filter: { ...filter, openedAt: since(range) },
    groupBy: [`openedAt:${unit}`],
    count: true,
  });
  const closed = useAggregate(issues, {
    filter: { ...filter, closedAt: since(range) },
    groupBy: [`closedAt:${unit}`],
    count: true,
  });
  return (
    <PeriodsChart
      title={TEXTS.issuesTitle(unit)}
      range={range}
      first={{ label: TEXTS.opened, group: `openedAt:${unit}`, rows: opened.data }}
      second={{ label: TEXTS.closed, group: `closedAt:${unit}`, rows: closed.data }}
    />
  );
}

function PullsOverTime({ repository: { pulls }, range }: InTime) {
  const unit = unitOf(range);
  const opened = useAggregate(pulls, {
    filter: { openedAt: since(range) },
    groupBy: [`openedAt:${unit}`],
    count: true,
  });
  const merged = useAggregate(pulls, {
    filter: { mergedAt: since(range) },
    groupBy: [`mergedAt:${unit}`],
    count: true,
  });
  return (
    <PeriodsChart
      title={TEXTS.pullsTitle(unit)}
      range={range}
      first={{ label: TEXTS.opened, group: `openedAt:${unit}`, rows: opened.data }}
      second={{ label: TEXTS.merged, group: `mergedAt:${unit}`, rows: merged.data }}
    />
  );
}

function CommitsOverTime({ repository: { commits }, range }: InTime) {
  const unit = unitOf(range);
  const { data } = useAggregate(commits, {
    filter: { committedAt: since(range) },
    groupBy: [`committedAt:${unit}`],
    count: true,
  });
  return (
    <PeriodsChart
      title={TEXTS.commitsTitle(unit)}
      range={range}
      first={{ label: TEXTS.commits, group: `committedAt:${unit}`, rows: data }}
    />
  );
}

const TOP = 8;

function Contributors({ repository }: Pick<ChartsProps, "repository">) {
  const { data, status } = useLive(repository.contributors, { sort: ["-contributions"], limit: TOP });
  const items = data.map(({ id, login, url, contributions }) => ({
    key: id,
    name: login,
    value: contributions,
    text: NUMBER.format(contributions),
    label: <GithubLink href={url}>{login}</GithubLink>,
  }));
  return (
    <Panel title={TEXTS.contributorsTitle}>
      {items.length > 0 && <BarList label={TEXTS.contributorsTitle} items={items} />}
      {items.length === 0 && status === "live" && <p className="text-quiet">{TEXTS.nothing}</p>}
    </Panel>
  );
}

function Releases({ repository }: Pick<ChartsProps, "repository">) {
  const { data, status } = useLive(repository.releases, { sort: ["-openedAt"], limit: TOP });
  return (
    <Panel title={TEXTS.releasesTitle}>
      <ul className="divide-y divide-line">
        {data.map(({ id, tag, name, url, publishedAt, openedAt }) => (
          <li key={id} className="flex items-baseline justify-between gap-3 py-1.5">
            <GithubLink href={url}>{name ?? tag}</GithubLink>
            <span className="shrink-0 text-quiet text-xs">
              <Age at={publishedAt ?? openedAt} />
            </span>
          </li>
        ))}
      </ul>
      {data.length === 0 && status === "live" && <p className="text-quiet">{TEXTS.nothing}</p>}
    </Panel>
  );
}
