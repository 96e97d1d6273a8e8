/** One tenant, as operators see it: its size and limits, and what they may do with it. Its records are not theirs to read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import type { TenantDetails as Details } from "../../client/operators/operators.ts";
import { sizeText } from "../settings/usage/amounts.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/operators.ts";
import { PageHeading, Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { AsOf } from "./as-of.tsx";
import { InviteForm } from "./invite-form.tsx";
import { operators } from "./operator-service.ts";
import { StatusMark } from "./status-mark.tsx";
import { TenantActions } from "./tenant-actions.tsx";

const REFRESH_MS = 5_000;

export function TenantDetails({ handle }: { readonly handle: string }) {
  const queries = useQueryClient();
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ["operators", "tenant", handle],
    queryFn: ({ signal }) => operators.tenant(handle).get({ signal }),
    refetchInterval: REFRESH_MS,
  });
  const renew = () => {
    void refetch();
    void queries.invalidateQueries({ queryKey: ["operators", "tenants"] });
  };
  return (
    <>
      <Link
        to="/operators/$section"
        params={{ section: "tenants" }}
        className="inline-flex w-fit items-center gap-1 text-accent hover:underline"
      >
        <ArrowLeft size={14} aria-hidden /> {TEXTS.toTenants}
      </Link>
      <PageHeading title={handle} lead={data && <span dir="auto">{data.name}</span>} />
      {!data && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />)}
      {data && (
        <>
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Figures details={data} />
            <Limits details={data} />
            <TenantActions details={data} onChanged={renew} />
            <InviteForm handle={handle} />
          </div>
          <AsOf at={dataUpdatedAt} error={error} />
        </>
      )}
    </>
  );
}

function Figures({ details }: { readonly details: Details }) {
  const { status, plan, createdAt, bytes, historyStart, projectionLag } = details;
  return (
    <Panel title={TEXTS.details}>
      <Facts>
        <Fact name={TEXTS.status}>
          <StatusMark status={status} />
        </Fact>
        <Fact name={TEXTS.plan}>{plan}</Fact>
        <Fact name={TEXTS.created}>
          <Age at={createdAt} />
        </Fact>
        <Fact name={TEXTS.size}>{sizeText(bytes)}</Fact>
        <Fact name={TEXTS.lag}>{projectionLag === 0 ? TEXTS.noLag : TEXTS.behind(projectionLag)}</Fact>
        <Fact name={TEXTS.historyStart}>{NUMBER.format(historyStart)}</Fact>
      </Facts>
      <p className="text-quiet text-xs">{TEXTS.errorsElsewhere}</p>
    </Panel>
  );
}

function Limits({ details: { limits, bytes } }: { readonly details: Details }) {
  const quota = ({ quota: most, window }: { readonly quota: number; readonly window: number }) =>
    TEXTS.quota(most, window);
  const count = (most: number | undefined) => (most === undefined ? TEXTS.noLimit : NUMBER.format(most));
  return (
    <Panel title={TEXTS.limits}>
      <Facts>
        <Fact name={TEXTS.reads}>{quota(limits.reads)}</Fact>
        <Fact name={`${TEXTS.reads} ${TEXTS.perCredential}`}>{quota(limits.perCredential.reads)}</Fact>
        <Fact name={TEXTS.writes}>{quota(limits.writes)}</Fact>
        <Fact name={`${TEXTS.writes} ${TEXTS.perCredential}`}>{quota(limits.perCredential.writes)}</Fact>
        <Fact name={TEXTS.sockets}>{count(limits.maxSockets)}</Fact>
        <Fact name={TEXTS.follows}>{count(limits.maxFollows)}</Fact>
        <Fact name={TEXTS.records}>{count(limits.maxRecords)}</Fact>
        <Fact name={TEXTS.storage}>
          {sizeText(bytes)} / {sizeText(limits.storageBytes)}
        </Fact>
      </Facts>
    </Panel>
  );
}

function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">{children}</dl>;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="text-right tabular-nums">{children}</dd>
    </>
  );
}
