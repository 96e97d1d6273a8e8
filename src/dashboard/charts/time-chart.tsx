/**
 * Figures over time as a chart: drawn for those who see it, a table for those who hear it. The drawing comes in a chunk of its own;
 * its place is kept until then.
 */
import { lazy, Suspense, useMemo, useState } from "react";
import { TEXTS } from "../texts/overview.ts";
import { type Joined, joined, newest, type Point, thinned } from "./figures.ts";
import type { Drawn, Look, Marker } from "./plot.ts";
import { type TimesAre, wholeTime } from "./time-labels.ts";
import { FILLS, type Tone, toneAt } from "./tones.ts";

const TimePlot = lazy(() => import("./time-plot.tsx").then(({ TimePlot }) => ({ default: TimePlot })));

const NUMBER = new Intl.NumberFormat();
const formatNumber = (value: number) => NUMBER.format(value);
const NO_MARKERS: readonly Marker[] = [];
/** Rows of the table: more would take long to hear, and to make. */
const MOST_ROWS = 60;

export interface Series {
  /** Tells series apart; the label unless given. */
  readonly key?: string;
  readonly label: string;
  /** Ascending by time. */
  readonly points: readonly Point[];
  readonly tone?: Tone;
  readonly look?: Look;
}

export interface TimeChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  /** Whether the label is for those alone who hear it, since what stands around the chart says it. */
  readonly hideLabel?: boolean;
  /** It is drawn again when this is another array. */
  readonly series: readonly Series[];
  readonly by?: TimesAre;
  /** Of the drawing, in pixels of screens that are no wall. */
  readonly height?: number;
  readonly format?: (value: number) => string;
  readonly fromZero?: boolean;
  readonly markers?: readonly Marker[];
}

export function TimeChart(props: TimeChartProps) {
  const { label, hideLabel = false, series, by = "day", height = 200, format = formatNumber } = props;
  const { fromZero = true, markers = NO_MARKERS } = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const figures = useMemo(() => joined(series.map(({ points }) => points)), [series]);
  const drawn = useMemo(() => series.map(asDrawn), [series]);
  const shown = { series: drawn, figures, by, format };
  return (
    <figure className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <figcaption className={hideLabel ? "sr-only" : "font-medium"}>{label}</figcaption>
      <div style={{ height: `calc(var(--spacing) * ${height / 4})` }}>
        <Suspense>
          <TimePlot {...shown} fromZero={fromZero} markers={markers} onCursor={setCursor} />
        </Suspense>
      </div>
      <Legend {...shown} cursor={cursor} />
      <FiguresTable {...shown} label={label} markers={markers} />
    </figure>
  );
}

function asDrawn({ label, tone, look }: Series, at: number): Drawn {
  return { label, tone: tone ?? toneAt(at), look: look ?? "line" };
}

interface Shown {
  readonly series: readonly Drawn[];
  readonly figures: Joined;
  readonly by: TimesAre;
  readonly format: (value: number) => string;
}

/** The figures where the pointer is, else the newest ones. */
function Legend({ series, figures, by, format, cursor }: Shown & { readonly cursor: number | null }) {
  const at = figures.times[cursor ?? figures.times.length - 1];
  const figureOf = (index: number) => {
    const values = figures.values[index] ?? [];
    const value = cursor === null ? newest(values) : (values[cursor] ?? null);
    return value === null ? "–" : format(value);
  };
  return (
    <div aria-hidden className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 text-quiet text-xs">
      <span className="min-w-20 tabular-nums">{at !== undefined && wholeTime(at, by)}</span>
      {series.map(({ label, tone }, index) => (
        <span key={`${String(index)}-${label}`} className="flex min-w-0 items-center gap-1.5">
          <span className={`size-2 shrink-0 rounded-full ${FILLS[tone]}`} />
          <span className="truncate" dir="auto">
            {label}
          </span>
          <span className="font-medium text-ink tabular-nums">{figureOf(index)}</span>
        </span>
      ))}
    </div>
  );
}

function FiguresTable({
  label,
  series,
  figures,
  by,
  format,
  markers,
}: Shown & Pick<TimeChartProps, "label"> & { readonly markers: readonly Marker[] }) {
  const rows = thinned([...figures.times.keys()], MOST_ROWS);
  const happened = markers.map(({ at, label: what }) => `${wholeTime(at, by)}: ${what}`);
  return (
    // A table grows with its words, whatever width it is given: what is around it cuts it off.
    <div className="sr-only">
      <table>
        <caption>{[label, ...happened].join(". ")}</caption>
        <thead>
          <tr>
            <th scope="col">{TEXTS.chartTime}</th>
            {series.map((each, index) => (
              <th key={`${String(index)}-${each.label}`} scope="col">
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={figures.times[row]}>
              <th scope="row">{wholeTime(figures.times[row] ?? 0, by)}</th>
              {figures.values.map((values, index) => {
                const value = values[row] ?? null;
                return <td key={`${String(index)}-${String(row)}`}>{value === null ? "–" : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
