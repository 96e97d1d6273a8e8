/** The tenant now: every figure follows what happens. What the caller may not read is not there. */

import { useMayCreate, useReadable } from "../shell/readable.ts";
import { TEXTS } from "../texts/overview.ts";
import { PageHeading } from "../ui/heading.tsx";
import { ActivitiesPanel } from "./activities-panel.tsx";
import { BeginStrip } from "./begin-strip.tsx";
import { isNew } from "./begun.ts";
import { BookingsPanel } from "./bookings-panel.tsx";
import { FeedPanel } from "./feed-panel.tsx";
import { FiguresStrip } from "./figures-strip.tsx";
import { FlightsPanel } from "./flights-panel.tsx";
import { LeadsPanel } from "./leads-panel.tsx";
import { RepositoriesPanel } from "./repositories-panel.tsx";
import { useBegun } from "./use-begun.ts";

export function OverviewPage() {
  const readable = useReadable();
  const leads = readable("leads");
  return (
    <div className="on-wall flex flex-1 flex-col gap-4">
      <PageHeading title={TEXTS.title} />
      <Strip />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2 2xl:grid-cols-3 min-[137rem]:grid-cols-4 wall:flex-1 wall:grid-rows-[auto_1fr]">
        {leads && <LeadsPanel leads={leads} />}
        {readable("activities") && <ActivitiesPanel className="min-[137rem]:col-span-2" />}
        <FeedPanel className="h-120 lg:row-span-2 lg:h-0 lg:min-h-full" />
        {readable("flights") && <FlightsPanel />}
        {readable("bookings") && readable("flights") && <BookingsPanel />}
        {readable("follows") && <RepositoriesPanel className="lg:col-span-2 2xl:col-span-3 min-[137rem]:col-span-1" />}
      </div>
    </div>
  );
}

/** What counts; or how to begin, while there is nothing to count and the caller may do something about it. */
function Strip() {
  const begun = useBegun();
  const mayCreate = useMayCreate();
  if (begun && isNew(begun) && mayCreate("leads")) return <BeginStrip begun={begun} />;
  return <FiguresStrip />;
}
