/** The budgets of GitHub's credentials. */
import type { GithubBudget } from "../../client/operators/operators.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/operators.ts";
import { PageHeading } from "../ui/heading.tsx";
import { Age, useNow } from "../ui/time.tsx";
import { budgetWords, credentialName } from "./budget-words.ts";
import type { Column } from "./data-table.tsx";
import { operators } from "./operator-service.ts";
import { PageTable } from "./page-table.tsx";
import { usePages } from "./pages.ts";

const PAGE = 50;
const REFRESH_MS = 5_000;

export function BudgetsSection() {
  const pages = usePages(["budgets"], (cursor, signal) => operators.budgets.list({ limit: PAGE, cursor }, { signal }), {
    every: REFRESH_MS,
  });
  return (
    <>
      <PageHeading title={TEXTS.sections.budgets} lead={TEXTS.leads.budgets} />
      <PageTable
        pages={pages}
        label={TEXTS.sections.budgets}
        columns={COLUMNS}
        keyOf={({ credential }) => credential}
      />
    </>
  );
}

const COLUMNS: readonly Column<GithubBudget>[] = [
  { title: TEXTS.credential, cell: ({ credential }) => <span>{credentialName(credential)}</span> },
  { title: TEXTS.state, cell: (budget) => <State budget={budget} /> },
  { title: TEXTS.remaining, isNumber: true, cell: (budget) => <Remaining budget={budget} /> },
  { title: TEXTS.resets, isNumber: true, cell: ({ hour }) => (hour ? <Age at={hour.resetAt} /> : "–") },
  { title: TEXTS.leases, isNumber: true, cell: ({ leases }) => NUMBER.format(leases) },
  { title: TEXTS.waiting, isNumber: true, cell: ({ waiting }) => NUMBER.format(waiting) },
  { title: TEXTS.failures, isNumber: true, cell: ({ failures }) => NUMBER.format(failures) },
];

const COLOURS = { good: "text-good", warn: "text-warn", bad: "text-bad", quiet: "text-quiet" } as const;

function State({ budget }: { readonly budget: GithubBudget }) {
  const { tone, text, until } = budgetWords(budget, useNow());
  return (
    <span className={COLOURS[tone]}>
      {text} {until && <Age at={until} />}
    </span>
  );
}

function Remaining({ budget: { hour } }: { readonly budget: GithubBudget }) {
  if (!hour) return "–";
  const { remaining, limit } = hour;
  return (
    <span className="grid justify-items-end gap-1">
      {TEXTS.remainingOf(remaining, limit)}
      <span aria-hidden className="block h-1 w-24 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full bg-accent"
          style={{ width: `${limit === 0 ? 0 : Math.round((remaining / limit) * 100)}%` }}
        />
      </span>
    </span>
  );
}
