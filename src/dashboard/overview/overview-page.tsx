/** The tenant now: every figure follows what happens. What the caller may not read is not there. */
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { PageHeading } from "../ui/heading.tsx";
import { ActivitiesPanel } from "./activities-panel.tsx";
import { OpenLeads, WeekOfActivities, WonLeads } from "./figures-strip.tsx";
import { LeadsPanel } from "./leads-panel.tsx";

export function OverviewPage() {
  const { role } = useTenant();
  const readable = (name: string) => {
    const resource = resourceNamed(name);
    return resource && may(role, "read", resource) ? resource : null;
  };
  const leads = readable("leads");
  const activities = readable("activities");
  return (
    <>
      <PageHeading title={TEXTS.title} />
      <dl className="grid grid-cols-2 gap-4 xl:grid-cols-4">
        {leads && <OpenLeads />}
        {leads && <WonLeads />}
        {activities && <WeekOfActivities />}
      </dl>
      <div className="grid gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        {leads && <LeadsPanel leads={leads} />}
        {activities && <ActivitiesPanel />}
      </div>
    </>
  );
}
