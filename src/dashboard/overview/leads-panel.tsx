/** Open leads by stage, with what they are worth. */
import { Link } from "@tanstack/react-router";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { BarList } from "../charts/bar-list.tsx";
import { type JsonRecord, textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/overview.ts";
import { Panel } from "../ui/heading.tsx";
import { Failed } from "../ui/notice.tsx";
import { moneyText, totalOf } from "./money.ts";
import { CLOSED, openStages } from "./stages.ts";
import { Touched } from "./touched.tsx";

export function LeadsPanel({ leads }: { readonly leads: ResourceDescription }) {
  const { tenant } = useTenant();
  const { data, status, error } = useAggregate(tenant.resource("leads"), {
    filter: { stage: { nin: [...CLOSED] } },
    groupBy: ["stage", "currency"],
    count: true,
    sum: ["value"],
  });
  const items = openStages(leads).map((stage) => stageItem(stage, data, status !== "loading"));
  return (
    <Panel title={TEXTS.leadsByStage}>
      {status === "failed" ? <Failed error={error} /> : <BarList label={TEXTS.leadsByStage} items={items} />}
      {status !== "loading" && data.length === 0 && <p className="text-quiet">{TEXTS.noLeadsHint}</p>}
    </Panel>
  );
}

function stageItem(stage: string, rows: readonly JsonRecord[], settled: boolean) {
  const { count, money } = totalOf(rows.filter((row) => textOf(row, "stage") === stage));
  const worth = money.map((each) => moneyText(each)).join(" + ");
  return {
    key: stage,
    name: labelOf(stage),
    label: <StageLink stage={stage} />,
    value: count,
    text: (
      <Touched value={count} settled={settled} className="px-1">
        {settled ? count : "–"}
      </Touched>
    ),
    detail: (
      <Touched value={worth} settled={settled} className="px-1">
        {worth}
      </Touched>
    ),
  };
}

function StageLink({ stage }: { readonly stage: string }) {
  const { handle } = useTenant();
  return (
    <Link
      to="/t/$tenant/r/$resource"
      params={{ tenant: handle, resource: "leads" }}
      search={{ filter: { stage } }}
      className="hover:underline"
    >
      {labelOf(stage)}
    </Link>
  );
}
