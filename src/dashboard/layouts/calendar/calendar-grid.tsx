/** The days of a calendar: a table that the arrow keys go through, as in the ARIA Authoring Practices. */
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { CalendarDay } from "./calendar-day.tsx";
import { spanName, weekdayName } from "./day-names.ts";
import { dayAfterKey, type Span, type WeekStart } from "./days.ts";
import type { Entry } from "./entries.ts";

interface GridProps {
  readonly resource: ResourceDescription;
  readonly weeks: readonly (readonly string[])[];
  readonly span: Span;
  readonly day: string;
  readonly today: string;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly weekStartsOn: WeekStart;
  readonly onDay: (day: string) => void;
  /** Null where nothing can be made on a day. */
  readonly onCreate: ((day: string) => void) | null;
}

export function CalendarGrid(props: GridProps) {
  const { weeks, span, day, today, entries, onDay, onCreate, resource } = props;
  const { grid, onKeyDown } = useDayKeys(props);
  const help = useId();
  return (
    <>
      <p id={help} className="sr-only">
        {TEXTS.calendarHelp} {onCreate && TEXTS.calendarHelpCreate}
      </p>
      <table
        ref={grid}
        aria-label={spanName(span, day, weeks)}
        aria-describedby={help}
        className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-lg border border-line bg-panel"
      >
        <Weekdays week={weeks[0] ?? []} />
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]} className="group">
              {week.map((each) => (
                <CalendarDay
                  key={each}
                  day={each}
                  resource={resource}
                  entries={entries.get(each) ?? NONE}
                  span={span}
                  isToday={each === today}
                  isChosen={each === day}
                  isOutside={span === "month" && each.slice(0, 7) !== day.slice(0, 7)}
                  onDay={onDay}
                  onCreate={onCreate}
                  onKeyDown={onKeyDown}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const NONE: readonly Entry[] = [];

function Weekdays({ week }: { readonly week: readonly string[] }) {
  return (
    <thead>
      <tr>
        {week.map((day) => {
          const { short, whole } = weekdayName(day);
          return (
            <th key={day} scope="col" className="border-line border-b py-1.5 font-normal text-quiet text-xs">
              <abbr title={whole} className="no-underline">
                {short}
              </abbr>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** The way of the keyboard from day to day; only the chosen one is a stop of the tabulator. */
function useDayKeys({ day, weekStartsOn, onDay }: Pick<GridProps, "day" | "weekStartsOn" | "onDay">) {
  const grid = useRef<HTMLTableElement>(null);
  const isWalking = useRef(false);
  useEffect(() => {
    if (!isWalking.current) return;
    isWalking.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  }, [day]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = dayAfterKey(event.key, day, weekStartsOn);
    if (next === null) return;
    event.preventDefault();
    isWalking.current = next !== day;
    onDay(next);
  };
  return { grid, onKeyDown };
}
