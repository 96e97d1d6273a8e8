/** Counts by week or month, of one kind or two. */
import { useMemo } from "react";
import type { Fields } from "../../client/croft.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import { TEXTS } from "../texts/repositories.ts";
import { Panel } from "../ui/heading.tsx";
import { periodsOf, type Unit } from "./periods.ts";

/** Milliseconds since 1970, at 00:00 UTC; `from` is null for all there is. */
export interface TimeRange {
  readonly from: number | null;
  readonly today: number;
}

/** Sixteen years of weeks are no line that anybody reads. */
export function unitOf({ from }: TimeRange): Unit {
  return from === null ? "month" : "week";
}

interface PeriodSeries {
  readonly label: string;
  /** Under which the rows of the aggregate have their first day: `openedAt:week`. */
  readonly group: string;
  readonly rows: readonly Fields[];
}

export function PeriodsChart({
  title,
  range,
  first,
  second,
}: {
  readonly title: string;
  readonly range: TimeRange;
  readonly first: PeriodSeries;
  readonly second?: PeriodSeries;
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
function useLine(series: PeriodSeries | undefined, range: TimeRange) {
  const { label, group, rows } = series ?? {};
  return useMemo(() => {
    if (label === undefined || group === undefined || rows === undefined) return null;
    const periods = periodsOf(group, rows, { unit: unitOf(range), from: range.from, now: range.today });
    return { label, points: periods.map(({ at, count }): [number, number] => [at, count]) };
  }, [label, group, rows, range]);
}
