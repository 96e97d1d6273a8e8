/** Stars over time, with releases as marks. */
import { useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import type { Repository, RepositoryRecord } from "../../client/repositories/repositories.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import { TEXTS } from "../texts/repositories.ts";
import { Panel } from "../ui/heading.tsx";
import { sampledDays, starsOf } from "./periods.ts";
import type { TimeRange } from "./periods-chart.tsx";

/** Values that a filter takes in a list. */
const MOST_DAYS = 200;
/** Days of a range. */
const WINDOW = 400;
const MOST_MARKS = 30;

export function StarsChart({
  repository,
  record,
  range,
}: {
  readonly repository: Repository;
  readonly record: RepositoryRecord;
  readonly range: TimeRange;
}) {
  const { openedAt, stars } = record;
  const days = useLive(repository.stars, {
    filter: { day: daysIn(range, openedAt) },
    sort: ["-day"],
    limit: WINDOW,
  });
  const releases = useLive(repository.releases, { sort: ["-openedAt"], limit: MOST_MARKS });
  const points = useMemo(() => starsOf(days.data, { at: range.today, stars }), [days.data, range.today, stars]);
  const first = points[0]?.at ?? range.today;
  const series = useMemo(
    () => [
      {
        label: TEXTS.stars,
        look: "area" as const,
        points: points.map(({ at, stars: count }): [number, number] => [at, count]),
      },
    ],
    [points],
  );
  const markers = useMemo(
    () =>
      releases.data
        .map(({ tag, publishedAt, openedAt: madeAt }) => ({ at: Date.parse(publishedAt ?? madeAt), label: tag }))
        .filter(({ at }) => at >= first),
    [releases.data, first],
  );
  return (
    <Panel title={TEXTS.starsTitle}>
      <TimeChart label={TEXTS.starsTitle} hideLabel series={series} markers={markers} fromZero={range.from === null} />
    </Panel>
  );
}

/** Each day of a range; of all years, some. */
function daysIn(range: TimeRange, openedAt: string): { readonly gte: string } | { readonly in: readonly string[] } {
  if (range.from !== null) return { gte: new Date(range.from).toISOString().slice(0, 10) };
  return { in: sampledDays(Date.parse(openedAt), range.today, MOST_DAYS) };
}
