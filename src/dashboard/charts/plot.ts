/** A chart on a canvas: made once, then given new figures, sizes and colours without being made anew. */
import uPlot from "uplot";
import { type Joined, rangeAround } from "./figures.ts";
import { axisLabels, type TimesAre } from "./time-labels.ts";
import type { Tone } from "./tones.ts";

export type Look = "line" | "area" | "bars" | "steps";

/** How one series is drawn. */
export interface Drawn {
  readonly label: string;
  readonly tone: Tone;
  readonly look: Look;
}

/** A line from top to bottom, at something that happened. */
export interface Marker {
  readonly at: number;
  readonly label: string;
}

/** What a chart shows, beside its figures. */
export interface Drawing {
  readonly series: readonly Drawn[];
  readonly by: TimesAre;
  readonly fromZero: boolean;
  readonly format: (value: number) => string;
  /** Called for each drawing, so that the colours are those of the theme now. */
  readonly colours: () => Colours;
  /** How much larger than elsewhere letters and lines are: more than 1 on a wall. */
  readonly scale: number;
  readonly markers: readonly Marker[];
  /** The place in the chart's times that the pointer is at; null where it is elsewhere. */
  readonly onCursor: (at: number | null) => void;
}

/** As a canvas takes them. */
export interface Colours {
  readonly line: string;
  readonly quiet: string;
  readonly tones: Readonly<Record<Tone, { readonly stroke: string; readonly fill: string }>>;
}

const DAY = 86_400_000;
/** Steps of an axis of days: uPlot's own go down to milliseconds. */
const DAYS = [1, 2, 7, 14, 28, 91, 182, 364, 728, 1_820].map((days) => days * DAY);

/** @param host an element of the wanted size; the chart fills it */
export function draw(host: HTMLElement, drawing: Drawing, figures: Joined): uPlot {
  const { clientWidth, clientHeight } = host;
  const options: uPlot.Options = {
    width: clientWidth,
    height: clientHeight,
    ms: 1,
    tzDate: (at) => (drawing.by === "day" ? uPlot.tzDate(new Date(at), "Etc/UTC") : new Date(at)),
    legend: { show: false },
    padding: [8 * drawing.scale, 8 * drawing.scale, 0, 0],
    cursor: { y: false, drag: { setScale: false, x: false }, points: { size: 7 } },
    scales: {
      y: { range: (_, low, high) => rangeAround(low, high, drawing.fromZero) },
      x: { range: rangeOfTimes(drawing) },
    },
    axes: [timeAxis(drawing), valueAxis(drawing)],
    series: [{}, ...drawing.series.map((drawn) => seriesOf(drawn, drawing))],
    hooks: {
      setCursor: [(plot) => drawing.onCursor(plot.cursor.idx ?? null)],
      drawClear: [(plot) => drawMarkers(plot, drawing)],
    },
  };
  return new uPlot(options, dataOf(figures), host);
}

/** The figures as uPlot takes them. */
export function dataOf({ times, values }: Joined): uPlot.AlignedData {
  return [[...times], ...values.map((each) => [...each])];
}

/** From the first to the last, with room for half a bar on both sides; a single moment has a day around it. */
function rangeOfTimes({ series }: Drawing): uPlot.Range.Function {
  const hasBars = series.some(({ look }) => look === "bars");
  return ({ data: [times] }, first, last) => {
    if (first === null || last === null) return [null, null];
    if (first === last) return [first - DAY, last + DAY];
    const room = hasBars ? (last - first) / Math.max(1, times.length - 1) / 2 : 0;
    return [first - room, last + room];
  };
}

function fontOf({ scale }: Drawing): string {
  return `${Math.round(11 * scale)}px system-ui, sans-serif`;
}

function timeAxis(drawing: Drawing): uPlot.Axis {
  const { by, colours, scale } = drawing;
  return {
    stroke: () => colours().quiet,
    font: fontOf(drawing),
    size: 28 * scale,
    space: 70 * scale,
    grid: { show: false },
    ticks: { stroke: () => colours().line, size: 4 },
    values: (_, times, __, ___, apart) => axisLabels(times, apart, by),
    ...(by === "day" ? { incrs: DAYS } : {}),
  };
}

function valueAxis(drawing: Drawing): uPlot.Axis {
  const { colours, format, scale } = drawing;
  return {
    stroke: () => colours().quiet,
    font: fontOf(drawing),
    size: 48 * scale,
    space: 36 * scale,
    grid: { stroke: () => colours().line, width: 1 },
    ticks: { show: false },
    // Half a record is none.
    incrs: [1, 2, 5]
      .flatMap((step) => Array.from({ length: 12 }, (_, power) => step * 10 ** power))
      .sort((a, b) => a - b),
    values: (_, values) => values.map(format),
  };
}

function seriesOf({ label, tone, look }: Drawn, { colours, scale }: Drawing): uPlot.Series {
  const paths = pathsOf(look, scale);
  return {
    label,
    stroke: () => colours().tones[tone].stroke,
    width: look === "bars" ? 0 : 1.75 * scale,
    points: { show: false },
    ...(look === "area" ? { fill: () => colours().tones[tone].fill } : {}),
    ...(look === "bars" ? { fill: () => colours().tones[tone].stroke } : {}),
    ...(paths ? { paths } : {}),
  };
}

function pathsOf(look: Look, scale: number): uPlot.Series.PathBuilder | undefined {
  if (look === "bars") return uPlot.paths.bars?.({ size: [0.7, 24 * scale], radius: 0.15 });
  if (look === "steps") return uPlot.paths.stepped?.({ align: 1 });
  return undefined;
}

function drawMarkers(plot: uPlot, { markers, colours }: Drawing): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colours().quiet;
  ctx.setLineDash([4, 4]);
  for (const { at } of markers) {
    const x = plot.valToPos(at, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
