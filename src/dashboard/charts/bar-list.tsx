/** Figures side by side as bars, each with its name and its text. */
import { Meter } from "@base-ui/react/meter";
import type { ReactNode } from "react";
import { FILLS, type Tone } from "./tones.ts";

export interface BarItem {
  readonly key: string;
  /** What the bar is called, for those who hear it. */
  readonly name: string;
  /** What is shown for it, as a link; its name unless given. */
  readonly label?: ReactNode;
  readonly value: number;
  /** The figure in words: "12 leads". */
  readonly text: ReactNode;
  /** What else belongs to it. */
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

/** @param max what a whole bar stands for; the greatest figure unless given */
export function BarList({
  label,
  items,
  max,
}: {
  readonly label: string;
  readonly items: readonly BarItem[];
  readonly max?: number;
}) {
  const whole = Math.max(1, max ?? Math.max(...items.map(({ value }) => value)));
  return (
    <ul aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {items.map((item) => (
        <li key={item.key}>
          <Bar item={item} whole={whole} />
        </li>
      ))}
    </ul>
  );
}

function Bar({ item, whole }: { readonly item: BarItem; readonly whole: number }) {
  const { name, label, value, text, detail, tone = "accent" } = item;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex items-baseline gap-3">
        <span className="max-w-1/2 shrink-0 truncate">{label ?? name}</span>
        <span className="min-w-0 flex-1 truncate text-right text-quiet tabular-nums">{detail}</span>
        <span className="min-w-8 text-right font-medium tabular-nums">{text}</span>
      </div>
      <Meter.Root value={value} max={whole} aria-label={name} getAriaValueText={() => String(value)}>
        <Meter.Track className="h-1.5 overflow-hidden rounded-full bg-sunken">
          <Meter.Indicator
            className={`rounded-full transition-[width] duration-500 motion-reduce:transition-none ${FILLS[tone]}`}
          />
        </Meter.Track>
      </Meter.Root>
    </div>
  );
}
