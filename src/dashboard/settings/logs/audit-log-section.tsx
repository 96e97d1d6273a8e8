/** Every change of the tenant. */
import { useCallback, useMemo } from "react";
import type { AnyRecord } from "../../../client/croft.ts";
import { CONFIG } from "../../resources.ts";
import { labelOf } from "../../texts/names.ts";
import { TEXTS } from "../../texts/settings.ts";
import { TextField } from "../../ui/field.tsx";
import { auditEntrySchema } from "../rows.ts";
import { AuditEntryRow } from "./audit-entry.tsx";
import { AnyField, DayFields, LogFilter, useQuestion } from "./log-filter.tsx";
import { ANY_CHANGE, type AuditQuestion, auditConditions } from "./log-filters.ts";
import { LogList } from "./log-list.tsx";
import type { LogPage } from "./merged.ts";
import { type Actor, useActors } from "./use-actors.ts";
import { useLog } from "./use-log.ts";

/** The tenant itself is in the log, too, and is no resource. */
const RESOURCES = [...CONFIG.resources.map(({ name }) => name).filter((name) => name !== "audit-log"), "tenants"];

export function AuditLogSection() {
  const { typed, asked, set, clear } = useQuestion(ANY_CHANGE);
  const conditions = useMemo(() => auditConditions(asked), [asked]);
  const log = useLog({ resource: "audit-log", schema: auditEntrySchema, conditions, newerThan });
  const onRecord = useCallback((record: string) => set({ record }), [set]);
  const actors = useActors();
  const isEmpty = Object.values(typed).every((value) => value === "");
  const empty = { title: TEXTS.logs.noChanges, hint: TEXTS.logs.noChangesHint };
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.logs.auditLead}</p>
      <LogFilter isEmpty={isEmpty} onClear={clear}>
        <AuditFields question={typed} set={set} actors={actors} />
      </LogFilter>
      <LogList log={log} empty={empty}>
        {(entry) => <AuditEntryRow entry={entry} onRecord={onRecord} />}
      </LogList>
    </div>
  );
}

function newerThan({ seq }: LogPage<AnyRecord>) {
  return [{ seq: { gt: seq } }];
}

function AuditFields({
  question,
  set,
  actors,
}: {
  readonly question: AuditQuestion;
  readonly set: (changes: Partial<AuditQuestion>) => void;
  readonly actors: readonly Actor[];
}) {
  const actions = Object.entries(TEXTS.logs.actions).map(([value, text]) => ({ value, text }));
  return (
    <>
      <AnyField
        label={TEXTS.logs.resource}
        value={question.resource}
        options={RESOURCES.map((value) => ({ value, text: labelOf(value) }))}
        onChange={(resource) => set({ resource })}
      />
      <AnyField
        label={TEXTS.logs.action}
        value={question.action}
        options={actions}
        onChange={(action) => set({ action })}
      />
      <AnyField label={TEXTS.logs.actor} value={question.actor} options={actors} onChange={(actor) => set({ actor })} />
      <TextField
        label={TEXTS.logs.record}
        value={question.record}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set({ record: event.target.value })}
      />
      <DayFields from={question.from} to={question.to} set={set} />
    </>
  );
}
