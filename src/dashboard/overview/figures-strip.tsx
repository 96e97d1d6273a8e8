/** What counts, in large figures. */
import { memo, type ReactNode, useMemo } from "react";
import type { LiveResult } from "../../client/croft.ts";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import { daysBack, filledDays } from "../charts/figures.ts";
import { Sparkline } from "../charts/sparkline.tsx";
import { numberOf, textOf } from "../records/value.ts";
import { useReadable } from "../shell/readable.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { moneyText, type Total, totalOf } from "./money.ts";
import { CLOSED } from "./stages.ts";
import { useToday } from "./today.ts";
import { Touched } from "./touched.tsx";

const NUMBER = new Intl.NumberFormat();
const BY_DAY = "occurredAt:day";
const WEEK = 7;

export function FiguresStrip() {
  const readable = useReadable();
  return (
    <dl className="grid grid-cols-2 gap-4 xl:grid-cols-4">
      {readable("leads") && <OpenLeads />}
      {readable("leads") && <WonLeads />}
      {readable("activities") && <WeekOfActivities />}
    </dl>
  );
}

function OpenLeads() {
  const { total, settled } = useLeads({ stage: { nin: [...CLOSED] } });
  return (
    <>
      <Figure label={TEXTS.openLeads} text={NUMBER.format(total.count)} settled={settled} />
      <Worth label={TEXTS.openValue} total={total} settled={settled} />
    </>
  );
}

/** Nothing says when a lead was won but its last change, so that is what the label says: a lead that is edited after it was won counts again. */
function WonLeads() {
  const { total, settled } = useLeads({ stage: "won", updatedAt: { gte: "startOfMonth" } });
  const [first] = total.money;
  return (
    <Figure
      label={TEXTS.wonThisMonth}
      text={NUMBER.format(total.count)}
      settled={settled}
      detail={first && total.money.map((each) => moneyText(each)).join(" + ")}
    />
  );
}

function WeekOfActivities() {
  return <ActivitiesUntil today={useToday()} />;
}

const ActivitiesUntil = memo(function ActivitiesUntil({ today }: { readonly today: string }) {
  const { tenant } = useTenant();
  const days = useMemo(() => daysBack(Date.parse(today), WEEK), [today]);
  const { data, status } = useAggregate(tenant.resource("activities"), {
    filter: { occurredAt: { gte: days[0] } },
    groupBy: [BY_DAY],
    count: true,
  });
  const rows = data.map((row) => [textOf(row, BY_DAY), numberOf(row, "count") ?? 0] as const);
  const values = filledDays(rows, days).map(([, value]) => value);
  const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return (
    <Figure
      label={TEXTS.activitiesOfWeek}
      text={NUMBER.format(sum)}
      settled={isKnown(status)}
      detail={<Sparkline values={values} />}
    />
  );
});

/** What failed is not zero. */
function isKnown(status: LiveResult<unknown>["status"]): boolean {
  return status !== "loading" && status !== "failed";
}

function useLeads(filter: Readonly<Record<string, unknown>>): { readonly total: Total; readonly settled: boolean } {
  const { tenant } = useTenant();
  const query = { filter, groupBy: ["currency"], count: true, sum: ["value"] };
  const { data, status } = useAggregate(tenant.resource("leads"), query);
  return { total: useMemo(() => totalOf(data), [data]), settled: isKnown(status) };
}

/** The greatest sum in large, those of other currencies below it. */
function Worth({
  label,
  total,
  settled,
}: {
  readonly label: string;
  readonly total: Total;
  readonly settled: boolean;
}) {
  const [first, ...others] = total.money;
  const text = first ? moneyText(first) : NUMBER.format(0);
  const detail = others.map((each) => moneyText(each)).join(" + ");
  return <Figure label={label} text={text} settled={settled} detail={detail && TEXTS.and(detail)} />;
}

function Figure({
  label,
  text,
  settled,
  detail,
}: {
  readonly label: string;
  readonly text: string;
  readonly settled: boolean;
  readonly detail?: ReactNode;
}) {
  return (
    <div className="flex h-28 min-w-0 flex-col gap-0.5 rounded-lg border border-line bg-panel px-4 py-3 wall:h-32">
      <dt className="line-clamp-2 text-quiet text-xs">{label}</dt>
      <dd title={text} className="truncate font-semibold text-2xl tabular-nums max-sm:text-lg wall:text-4xl">
        <Touched value={text} settled={settled} className="-mx-1 px-1">
          {settled ? text : "–"}
        </Touched>
      </dd>
      <dd className="mt-auto h-6 truncate text-quiet text-xs">{settled && detail}</dd>
    </div>
  );
}
