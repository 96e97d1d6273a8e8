/** What the tenant uses of what its plan allows. */
import type { TenantDetails } from "../../../client/administration/administration.ts";
import { useAggregate } from "../../../client/react/use-aggregate.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Panel } from "../../ui/heading.tsx";
import { Failed, Loading } from "../../ui/notice.tsx";
import { exactTime } from "../../ui/time.tsx";
import { useTenantDetails } from "../use-tenant-details.ts";
import { sizeText } from "./amounts.ts";
import { Meter } from "./meter.tsx";

const COUNT = new Intl.NumberFormat();

export function UsageSection() {
  const { data, error, isPending, refetch } = useTenantDetails();
  if (isPending) return <Loading lines={6} />;
  if (!data) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.usage.lead(data.plan)}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Panel title={TEXTS.usage.storage}>
          <Meter
            label={TEXTS.usage.storage}
            used={data.bytes}
            most={data.limits.storageBytes}
            text={TEXTS.usage.of(sizeText(data.bytes), sizeText(data.limits.storageBytes))}
          />
        </Panel>
        <Follows limits={data.limits} />
      </div>
      <Panel title={TEXTS.usage.allowed}>
        <Facts rows={allowed(data.limits)} />
      </Panel>
      <Panel title={TEXTS.usage.state}>
        <Facts rows={standing(data)} />
      </Panel>
    </div>
  );
}

function Follows({ limits }: Pick<TenantDetails, "limits">) {
  const { tenant } = useTenant();
  const { data } = useAggregate(tenant.resource("follows"), { count: true });
  const used = Number(data[0]?.count ?? 0);
  const { maxFollows } = limits;
  if (maxFollows === undefined) return null;
  return (
    <Panel title={TEXTS.usage.follows}>
      <Meter
        label={TEXTS.usage.follows}
        used={used}
        most={maxFollows}
        text={TEXTS.usage.of(COUNT.format(used), COUNT.format(maxFollows))}
      />
    </Panel>
  );
}

type Rows = readonly (readonly [label: string, text: string])[];

function allowed({ reads, writes, perCredential, maxSockets, maxRecords }: TenantDetails["limits"]): Rows {
  const rate = ({ quota, window }: { readonly quota: number; readonly window: number }) =>
    TEXTS.usage.per(COUNT.format(quota), window);
  return [
    [TEXTS.usage.reads, rate(reads)],
    [TEXTS.usage.writes, rate(writes)],
    [TEXTS.usage.readsEach, rate(perCredential.reads)],
    [TEXTS.usage.writesEach, rate(perCredential.writes)],
    [TEXTS.usage.sockets, COUNT.format(maxSockets)],
    ...(maxRecords === undefined ? [] : [[TEXTS.usage.records, COUNT.format(maxRecords)] as const]),
  ];
}

function standing({ status, createdAt, historyStart, projectionLag }: TenantDetails): Rows {
  return [
    [TEXTS.usage.status, status],
    [TEXTS.usage.made, exactTime(createdAt)],
    [TEXTS.usage.history, TEXTS.usage.historyFrom(COUNT.format(historyStart))],
    [TEXTS.usage.lag, projectionLag === 0 ? TEXTS.usage.upToDate : TEXTS.usage.behind(projectionLag)],
  ];
}

function Facts({ rows }: { readonly rows: Rows }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
      {rows.map(([label, text]) => (
        <div key={label} className="contents max-sm:block">
          <dt className="text-quiet">{label}</dt>
          <dd className="tabular-nums">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
