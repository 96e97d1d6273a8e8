/** The canvas of a chart over time. A chunk of its own, for what draws it is heavy. */
import { useEffect, useLayoutEffect, useRef } from "react";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Joined } from "./figures.ts";
import { type Colours, type Drawing, dataOf, draw } from "./plot.ts";
import { readColours, watchTheme } from "./theme-colours.ts";

export interface TimePlotProps extends Omit<Drawing, "colours" | "scale"> {
  readonly figures: Joined;
}

export function TimePlot(props: TimePlotProps) {
  const { series, by, fromZero, markers } = props;
  // Other series are another chart; other figures are not.
  return <Plot key={JSON.stringify([series, by, fromZero, markers])} {...props} />;
}

function Plot(props: TimePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef(props);
  const { figures } = props;
  useLayoutEffect(() => {
    now.current = props;
  });
  useLayoutEffect(() => (host.current ? keepDrawn(host.current, now, plot) : undefined), []);
  useEffect(() => plot.current?.setData(dataOf(figures)), [figures]);
  return (
    <div ref={host} aria-hidden className="relative h-full overflow-hidden">
      <Palette />
    </div>
  );
}

/** Letters of text in pixels, where the screen is no wall. */
const LETTERS = 14;

/** Makes the chart, and keeps its size and its colours. @returns what ends it */
function keepDrawn(
  host: HTMLDivElement,
  now: { readonly current: TimePlotProps },
  plot: { current: uPlot | null },
): () => void {
  let colours: Colours = readColours(host);
  let scale = scaleOf(host);
  const drawAnew = () => {
    plot.current?.destroy();
    const drawing: Drawing = {
      ...now.current,
      format: (value) => now.current.format(value),
      onCursor: (at) => now.current.onCursor(at),
      colours: () => colours,
      scale,
    };
    plot.current = draw(host, drawing, now.current.figures);
  };
  drawAnew();
  const sizes = new ResizeObserver(() => {
    // Letters of a chart stay as large as they were when it was made.
    if (scale !== scaleOf(host)) {
      scale = scaleOf(host);
      drawAnew();
    } else plot.current?.setSize({ width: host.clientWidth, height: host.clientHeight });
  });
  sizes.observe(host);
  const unwatch = watchTheme(() => {
    colours = readColours(host);
    // With its paths: it keeps the colours of a series together with them.
    plot.current?.redraw();
  });
  return () => {
    sizes.disconnect();
    unwatch();
    plot.current?.destroy();
    plot.current = null;
  };
}

function scaleOf(host: Element): number {
  return Math.max(1, Number.parseFloat(getComputedStyle(host).fontSize) / LETTERS);
}

/** Wears the colours, so that they can be read as the browser understands them. */
function Palette() {
  return (
    <span hidden>
      <span data-colour="line" className="text-line" />
      <span data-colour="accent" className="bg-accent/15 text-accent" />
      <span data-colour="info" className="bg-info/15 text-info" />
      <span data-colour="warn" className="bg-warn/15 text-warn" />
      <span data-colour="bad" className="bg-bad/15 text-bad" />
      <span data-colour="good" className="bg-good/15 text-good" />
      <span data-colour="quiet" className="bg-quiet/15 text-quiet" />
    </span>
  );
}
