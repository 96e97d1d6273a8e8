/** Records by a time of theirs: a month or a week of days. */
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import { RecordFormDialog } from "../record/record-form-dialog.tsx";
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/layouts.ts";
import { singularOf } from "../texts/names.ts";
import { IconButton } from "../ui/button.tsx";
import { Empty, Failed } from "../ui/notice.tsx";
import { useNow } from "../ui/time.tsx";
import { CalendarBar } from "./calendar/calendar-bar.tsx";
import { CalendarGrid } from "./calendar/calendar-grid.tsx";
import { DayList } from "./calendar/day-list.tsx";
import { dayName } from "./calendar/day-names.ts";
import { dayOf, type Span, valueOn, weeksOf } from "./calendar/days.ts";
import { MOST, useEntries } from "./calendar/use-entries.ts";
import { weekStartOf } from "./calendar/week-start.ts";
import type { LayoutProps, LayoutQuery } from "./layout-props.ts";
import { type DateChoice, dateChoices } from "./possible-layouts.ts";

export function CalendarLayout({ resource, query }: LayoutProps) {
  const choices = useMemo(() => dateChoices(resource, resourceNamed), [resource]);
  const [path, setPath] = useState<string | null>(null);
  const choice = choices.find((each) => each.path === path) ?? choices[0];
  if (!choice) return <Empty title={TEXTS.noCalendar} />;
  return <Calendar resource={resource} query={query} choices={choices} choice={choice} onChoose={setPath} />;
}

interface CalendarProps {
  readonly resource: ResourceDescription;
  readonly query: LayoutQuery;
  readonly choices: readonly DateChoice[];
  readonly choice: DateChoice;
  readonly onChoose: (path: string) => void;
}

function Calendar({ resource, query, choices, choice, onChoose }: CalendarProps) {
  const { tenant, rights } = useTenant();
  const today = dayOf(useNow());
  const weekStartsOn = useMemo(() => weekStartOf(navigator.language), []);
  const [span, setSpan] = useState<Span>("month");
  const [day, setDay] = useState(today);
  const [creatingOn, setCreatingOn] = useState<string | null>(null);
  const canCreate = may(rights, "create", resource) && choice.through === null && choice.field.onCreate !== "never";
  const weeks = useMemo(() => weeksOf(span, day, weekStartsOn), [span, day, weekStartsOn]);
  const { entries, isFull, error, status } = useEntries(resource, query, choice, weeks);
  if (error) return <Failed error={error} retry={() => tenant.reconnect()} />;
  return (
    <div className="flex flex-col gap-3" data-calendar={status}>
      <CalendarBar
        {...{ span, day, today, weeks, choices, choice }}
        onSpan={setSpan}
        onDay={setDay}
        onChoose={onChoose}
      />
      <CalendarGrid
        {...{ resource, weeks, span, day, today, entries, weekStartsOn }}
        onDay={setDay}
        onCreate={canCreate ? setCreatingOn : null}
      />
      {isFull && <p className="text-quiet text-xs">{TEXTS.tooMany(MOST)}</p>}
      <section aria-label={dayName(day)} className="grid gap-2 sm:hidden">
        <div className="flex items-center">
          <h2 className="flex-1 font-semibold">{dayName(day)}</h2>
          {canCreate && (
            <IconButton
              label={TEXTS.newOnDay(singularOf(resource.name), dayName(day))}
              onClick={() => setCreatingOn(day)}
            >
              <Plus size={18} aria-hidden />
            </IconButton>
          )}
        </div>
        <DayList resource={resource} entries={entries.get(day) ?? []} />
      </section>
      {creatingOn !== null && (
        <RecordFormDialog
          resource={resource}
          initial={{ [choice.field.name]: valueOn(creatingOn, choice.field.format === "date") }}
          onClose={() => setCreatingOn(null)}
        />
      )}
    </div>
  );
}
