/** What was done on each of the last days. */
import { memo, useMemo } from "react";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import { daysBack, filledDays } from "../charts/figures.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import { numberOf, textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { Panel } from "../ui/heading.tsx";
import { Empty, Failed } from "../ui/notice.tsx";
import { useToday } from "./today.ts";

const DAYS = 30;
const HEIGHT = 220;
/** What stands below the chart, in pixels. */
const LEGEND = 28;
const BY_DAY = "occurredAt:day";

export function ActivitiesPanel({ className = "" }: { readonly className?: string }) {
  return <ActivitiesUntil today={useToday()} className={className} />;
}

const ActivitiesUntil = memo(function ActivitiesUntil({
  today,
  className,
}: {
  readonly today: string;
  readonly className: string;
}) {
  const { tenant } = useTenant();
  const days = useMemo(() => daysBack(Date.parse(today), DAYS), [today]);
  const { data, status, error } = useAggregate(tenant.resource("activities"), {
    filter: { occurredAt: { gte: days[0] } },
    groupBy: [BY_DAY],
    count: true,
  });
  const series = useMemo(() => {
    const rows = data.map((row) => [textOf(row, BY_DAY), numberOf(row, "count") ?? 0] as const);
    return [{ label: TEXTS.activities, points: filledDays(rows, days), look: "bars" as const }];
  }, [data, days]);
  return (
    <Panel title={TEXTS.activitiesOverTime(DAYS)} className={className}>
      {status === "failed" && <Failed error={error} />}
      {status !== "failed" && data.length === 0 && status !== "loading" ? (
        <div className="grid" style={{ minHeight: `calc(var(--spacing) * ${(HEIGHT + LEGEND) / 4})` }}>
          <Empty title={TEXTS.noActivities}>{TEXTS.noActivitiesHint}</Empty>
        </div>
      ) : (
        <TimeChart label={TEXTS.activitiesOverTime(DAYS)} hideLabel series={series} height={HEIGHT} />
      )}
    </Panel>
  );
});
