/** How much of a limit is used: a bar, and the figures in words. */
import { levelOf, shareOf } from "./amounts.ts";

const COLOURS = { good: "bg-good", warn: "bg-warn", bad: "bg-bad" } as const;
const PERCENT = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

export function Meter({
  label,
  used,
  most,
  text,
}: {
  readonly label: string;
  readonly used: number;
  readonly most: number;
  /** The figures, as they are read. */
  readonly text: string;
}) {
  const share = shareOf(used, most);
  return (
    <div className="grid gap-1.5">
      <meter className="sr-only" aria-label={label} max={most} value={Math.min(used, most)} aria-valuetext={text} />
      <div aria-hidden className="h-2 overflow-hidden rounded-full bg-line">
        <div className={`h-full ${COLOURS[levelOf(share)]}`} style={{ width: `${share * 100}%` }} />
      </div>
      <p className="flex justify-between gap-2 tabular-nums">
        <span>{text}</span>
        <span className="text-quiet">{PERCENT.format(share)}</span>
      </p>
    </div>
  );
}
