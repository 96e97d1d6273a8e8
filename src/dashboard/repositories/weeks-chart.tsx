/** Counts by week, of one kind or two. */
import { useMemo } from "react";
import type { Fields } from "../../client/croft.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import { TEXTS } from "../texts/repositories.ts";
import { Panel } from "../ui/heading.tsx";
import { weeksOf } from "./weeks.ts";

/** Milliseconds since 1970, at 00:00 UTC; `from` is null for all there is. */
export interface TimeRange {
  readonly from: number | null;
  readonly today: number;
}

interface WeekSeries {
  readonly label: string;
  /** Under which the rows of the aggregate have their weeks: `openedAt:week`. */
  readonly group: string;
  readonly rows: readonly Fields[];
}

export function WeeksChart({
  title,
  range,
  first,
  second,
}: {
  readonly title: string;
  readonly range: TimeRange;
  readonly first: WeekSeries;
  readonly second?: WeekSeries;
}) {
  const one = useLine(first, range);
  const other = useLine(second, range);
  const series = useMemo(() => [one, other].filter((line) => line !== null), [one, other]);
  const isEmpty = series.every(({ points }) => points.every(([, count]) => count === 0));
  return (
    <Panel title={title}>
      {isEmpty ? (
        <p className="grid h-50 place-items-center text-quiet">{TEXTS.nothingThen}</p>
      ) : (
        <TimeChart label={title} hideLabel series={series} />
      )}
    </Panel>
  );
}

/** The same object until something of it changes, so that nothing is drawn in vain. */
function useLine(series: WeekSeries | undefined, range: TimeRange) {
  const { label, group, rows } = series ?? {};
  return useMemo(() => {
    if (label === undefined || group === undefined || rows === undefined) return null;
    const weeks = weeksOf(group, rows, { from: range.from, now: range.today });
    return { label, points: weeks.map(({ at, count }): [number, number] => [at, count]) };
  }, [label, group, rows, range]);
}
