/** What stands above a calendar: which days, by which time, and the way to others. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { TEXTS } from "../../texts/layouts.ts";
import { labelOf } from "../../texts/names.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { CONTROL } from "../../ui/field.tsx";
import type { DateChoice } from "../possible-layouts.ts";
import { spanName } from "./day-names.ts";
import { type Span, steppedBy } from "./days.ts";

const SPANS = ["month", "week"] as const satisfies readonly Span[];

interface BarProps {
  readonly span: Span;
  readonly day: string;
  readonly today: string;
  readonly weeks: readonly (readonly string[])[];
  readonly choices: readonly DateChoice[];
  readonly choice: DateChoice;
  readonly onSpan: (span: Span) => void;
  readonly onDay: (day: string) => void;
  readonly onChoose: (path: string) => void;
}

export function CalendarBar({ span, day, today, weeks, choices, choice, onSpan, onDay, onChoose }: BarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <IconButton label={TEXTS.previous[span]} onClick={() => onDay(steppedBy(span, day, -1))}>
        <ChevronLeft size={18} aria-hidden />
      </IconButton>
      <IconButton label={TEXTS.next[span]} onClick={() => onDay(steppedBy(span, day, 1))}>
        <ChevronRight size={18} aria-hidden />
      </IconButton>
      <h2 aria-live="polite" className="min-w-44 font-semibold text-base">
        {spanName(span, day, weeks)}
      </h2>
      <Button onClick={() => onDay(today)}>{TEXTS.today}</Button>
      <span className="flex-1" />
      {choices.length > 1 && (
        <label className="flex items-center gap-2 text-quiet">
          {TEXTS.by}
          <select
            className={`${CONTROL} w-auto`}
            value={choice.path}
            onChange={(event) => onChoose(event.target.value)}
          >
            {choices.map(({ path, field }) => (
              <option key={path} value={path}>
                {labelOf(field.name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset className="flex rounded-md border border-edge" aria-label={TEXTS.spans}>
        {SPANS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={span === each}
            onClick={() => onSpan(each)}
            className="h-8.5 cursor-pointer px-3 font-medium first:rounded-l-[5px] last:rounded-r-[5px] hover:bg-sunken aria-pressed:bg-mark"
          >
            {TEXTS.span[each]}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
