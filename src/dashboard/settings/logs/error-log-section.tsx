/** What went wrong for the tenant. */
import { useMemo } from "react";
import type { AnyRecord } from "../../../client/croft.ts";
import { TEXTS } from "../../texts/settings.ts";
import { TextField } from "../../ui/field.tsx";
import { Age } from "../../ui/time.tsx";
import { type ErrorEntry, errorEntrySchema } from "../rows.ts";
import { AnyField, DayFields, LogFilter, useQuestion } from "./log-filter.tsx";
import { ANY_ERROR, errorConditions } from "./log-filters.ts";
import { LogList } from "./log-list.tsx";
import type { LogPage } from "./merged.ts";
import { useLog } from "./use-log.ts";

const KINDS = Object.entries(TEXTS.logs.kinds).map(([value, text]) => ({ value, text }));

export function ErrorLogSection() {
  const { typed, asked, set, clear } = useQuestion(ANY_ERROR);
  const conditions = useMemo(() => errorConditions(asked), [asked]);
  const log = useLog({ resource: "error-log", schema: errorEntrySchema, conditions, newerThan });
  const isEmpty = Object.values(typed).every((value) => value === "");
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.logs.errorLead}</p>
      <LogFilter isEmpty={isEmpty} onClear={clear}>
        <AnyField label={TEXTS.logs.kind} value={typed.kind} options={KINDS} onChange={(kind) => set({ kind })} />
        <TextField
          label={TEXTS.logs.code}
          value={typed.code}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => set({ code: event.target.value })}
        />
        <TextField
          label={TEXTS.logs.request}
          value={typed.request}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => set({ request: event.target.value })}
        />
        <DayFields from={typed.from} to={typed.to} set={set} />
      </LogFilter>
      <LogList log={log} empty={{ title: TEXTS.logs.noErrors, hint: TEXTS.logs.noErrorsHint }}>
        {(entry) => <ErrorRow entry={entry} />}
      </LogList>
    </div>
  );
}

/** Those of the same millisecond are asked for twice, and shown once. */
function newerThan({ data: [newest] }: LogPage<AnyRecord>) {
  return newest && typeof newest.createdAt === "string" ? [{ createdAt: { gte: newest.createdAt } }] : [];
}

function ErrorRow({ entry: { kind, code, message, route, requestId, createdAt } }: { readonly entry: ErrorEntry }) {
  return (
    <div className="grid gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium text-bad">{code}</span>
        <span>{TEXTS.logs.kinds[kind] ?? kind}</span>
        <span className="ml-auto text-quiet">
          <Age at={createdAt} />
        </span>
      </p>
      <p className="wrap-anywhere">{message}</p>
      <p className="text-quiet text-xs wrap-anywhere">{[route, requestId].filter(Boolean).join(" · ")}</p>
    </div>
  );
}
