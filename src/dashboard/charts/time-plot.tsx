/** The canvas of a chart over time. A chunk of its own, for what draws it is heavy. */
import { useEffect, useLayoutEffect, useRef } from "react";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Joined } from "./figures.ts";
import { type Colours, type Drawing, dataOf, draw } from "./plot.ts";
import { readColours, watchTheme } from "./theme-colours.ts";

export interface TimePlotProps extends Omit<Drawing, "colours"> {
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
  useLayoutEffect(() => {
    if (!host.current) return;
    const [drawn, end] = keepDrawn(host.current, now);
    plot.current = drawn;
    return () => {
      plot.current = null;
      end();
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(figures)), [figures]);
  return (
    <div ref={host} aria-hidden className="relative h-full overflow-hidden">
      <Palette />
    </div>
  );
}

/** Makes the chart, and keeps its size and its colours. @returns it, and what ends it */
function keepDrawn(host: HTMLDivElement, now: { readonly current: TimePlotProps }): [uPlot, () => void] {
  let colours: Colours = readColours(host);
  const plot = draw(
    host,
    {
      ...now.current,
      format: (value) => now.current.format(value),
      onCursor: (at) => now.current.onCursor(at),
      colours: () => colours,
    },
    now.current.figures,
  );
  const sizes = new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: host.clientHeight }));
  sizes.observe(host);
  const unwatch = watchTheme(() => {
    colours = readColours(host);
    // With its paths: it keeps the colours of a series together with them.
    plot.redraw();
  });
  return [
    plot,
    () => {
      sizes.disconnect();
      unwatch();
      plot.destroy();
    },
  ];
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
