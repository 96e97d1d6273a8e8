/** One day of a calendar. */
import { type KeyboardEvent, memo, useState } from "react";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { DayList } from "./day-list.tsx";
import { dayName } from "./day-names.ts";
import { type Span, startOf } from "./days.ts";
import { type Entry, roomFor } from "./entries.ts";
import { EntryLink } from "./entry-link.tsx";

/** Lines in a day. */
const ROOM = { month: 4, week: 24 } as const;

/** Below it days are too narrow for words: touching one shows what is on it below. */
const NARROW = "(max-width: 639px)";

interface DayProps {
  readonly resource: ResourceDescription;
  readonly day: string;
  readonly entries: readonly Entry[];
  readonly span: Span;
  readonly isToday: boolean;
  readonly isChosen: boolean;
  /** Of another month. */
  readonly isOutside: boolean;
  readonly onDay: (day: string) => void;
  readonly onCreate: ((day: string) => void) | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export const CalendarDay = memo(function CalendarDay(props: DayProps) {
  const { day, entries, span, isToday, isChosen, isOutside, onDay, onCreate, onKeyDown, resource } = props;
  const { shown, more } = roomFor(entries, ROOM[span]);
  const choose = () => {
    onDay(day);
    if (!matchMedia(NARROW).matches) onCreate?.(day);
  };
  return (
    <td
      className={`relative border-line border-b p-1 align-top not-last:border-r group-last:border-b-0 ${span === "month" ? "h-16 sm:h-30" : "h-16 sm:h-96"} ${isOutside ? "bg-sunken" : ""}`}
    >
      <button
        type="button"
        tabIndex={isChosen ? 0 : -1}
        data-day={day}
        aria-current={isToday ? "date" : undefined}
        onClick={choose}
        onFocus={() => onDay(day)}
        onKeyDown={onKeyDown}
        className={`absolute inset-0 flex w-full cursor-pointer flex-col items-center gap-1 p-1 hover:bg-ink/3 focus-visible:-outline-offset-2 sm:items-start ${isChosen ? "max-sm:bg-mark" : ""}`}
      >
        <span className="sr-only">
          {dayName(day)}, {TEXTS.entries(entries.length)}
        </span>
        <DayNumber day={day} isToday={isToday} isOutside={isOutside} />
        {entries.length > 0 && (
          <span aria-hidden className="rounded-full bg-mark px-1.5 text-accent text-xs tabular-nums sm:hidden">
            {entries.length}
          </span>
        )}
      </button>
      <ul className="pointer-events-none relative mt-6.5 hidden gap-px *:pointer-events-auto sm:grid">
        {shown.map((entry) => (
          <li key={entry.record.id} className="min-w-0">
            <EntryLink resource={resource} entry={entry} look={span === "month" ? "line" : "block"} />
          </li>
        ))}
        {more > 0 && (
          <li>
            <MoreOfDay {...props} more={more} />
          </li>
        )}
      </ul>
    </td>
  );
});

function DayNumber({ day, isToday, isOutside }: Pick<DayProps, "day" | "isToday" | "isOutside">) {
  const look = isToday ? "bg-accent text-on-accent font-semibold" : isOutside ? "text-quiet" : "";
  return (
    <span aria-hidden className={`grid h-6 min-w-6 place-items-center rounded-full px-1 text-xs tabular-nums ${look}`}>
      {startOf(day).getDate()}
    </span>
  );
}

function MoreOfDay({ day, entries, resource, more }: DayProps & { readonly more: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-label={TEXTS.moreOn(more, dayName(day))}
        onClick={() => setOpen(true)}
        className="w-full cursor-pointer truncate rounded px-1.5 text-left text-quiet text-xs leading-5 hover:bg-sunken hover:text-ink"
      >
        {TEXTS.more(more)}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={dayName(day)}>
        <DayList resource={resource} entries={entries} />
      </Dialog>
    </>
  );
}
