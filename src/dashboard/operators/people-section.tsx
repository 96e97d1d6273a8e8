/** Everybody with an account. */
import { useState } from "react";
import type { ShownUser } from "../../client/operators/operators.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { Confirm, type Question } from "../ui/confirm.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Age } from "../ui/time.tsx";
import type { Column } from "./data-table.tsx";
import { operators } from "./operator-service.ts";
import { PageTable } from "./page-table.tsx";
import { usePages } from "./pages.ts";
import { SearchField } from "./search-field.tsx";
import { useSectionSearch } from "./section-search.ts";
import { StatusMark } from "./status-mark.tsx";

const PAGE = 50;

export function PeopleSection() {
  const { search, change } = useSectionSearch();
  const { q = "" } = search;
  const [question, setQuestion] = useState<Question | null>(null);
  const pages = usePages(["people", q], (cursor, signal) =>
    operators.users.list({ q: q || undefined, limit: PAGE, cursor }, { signal }),
  );
  const ask = (person: ShownUser, kind: "status" | "operator") => setQuestion(questionOf(person, kind, pages.refresh));
  return (
    <>
      <PageHeading title={TEXTS.sections.people} lead={TEXTS.leads.people} />
      <div className="max-w-2xl">
        <SearchField label={TEXTS.searchPeople} q={q} onSearch={(next) => change({ q: next })} />
      </div>
      <PageTable pages={pages} label={TEXTS.sections.people} columns={columnsOf(ask)} keyOf={({ id }) => id} />
      {question && <Confirm question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}

function columnsOf(ask: (person: ShownUser, kind: "status" | "operator") => void): readonly Column<ShownUser>[] {
  return [
    {
      title: TEXTS.person,
      cell: ({ name, email, emailVerified }) => (
        <>
          <span dir="auto" className="block max-w-72 truncate font-medium">
            {name}
          </span>
          <span className="block max-w-72 truncate text-quiet text-xs">{email}</span>
          {!emailVerified && <span className="text-warn text-xs">{TEXTS.unconfirmed}</span>}
        </>
      ),
    },
    { title: TEXTS.status, cell: ({ status }) => <StatusMark status={status} /> },
    { title: TEXTS.isOperator, cell: ({ operator }) => (operator ? TEXTS.isOperator : "–") },
    { title: TEXTS.since, isNumber: true, cell: ({ createdAt }) => <Age at={createdAt} /> },
    {
      title: TEXTS.actions,
      cell: (person) => (
        <div className="flex flex-wrap gap-1">
          {(["status", "operator"] as const).map((kind) => (
            <PersonAction key={kind} person={person} action={actionOf(person, kind)} onAsk={() => ask(person, kind)} />
          ))}
        </div>
      ),
    },
  ];
}

function PersonAction({
  person,
  action,
  onAsk,
}: {
  readonly person: ShownUser;
  readonly action: string;
  readonly onAsk: () => void;
}) {
  return (
    <Button look="quiet" aria-label={TEXTS.actionOn(action, person.email)} onClick={onAsk}>
      {action}
    </Button>
  );
}

function actionOf({ status, operator }: ShownUser, kind: "status" | "operator"): string {
  if (kind === "operator") return operator ? TEXTS.endOperator : TEXTS.makeOperator;
  return status === "active" ? TEXTS.suspend : TEXTS.resume;
}

function questionOf(person: ShownUser, kind: "status" | "operator", onChanged: () => void): Question {
  const { id, email, status, operator } = person;
  const isActive = status === "active";
  const change =
    kind === "operator" ? { operator: !operator } : ({ status: isActive ? "suspended" : "active" } as const);
  const [title, meaning] =
    kind === "operator"
      ? operator
        ? [TEXTS.endOperatorTitle(email), TEXTS.endOperatorMeaning]
        : [TEXTS.makeOperatorTitle(email), TEXTS.makeOperatorMeaning]
      : isActive
        ? [TEXTS.suspendPerson(email), TEXTS.suspendPersonMeaning]
        : [TEXTS.resumePerson(email), TEXTS.resumePersonMeaning];
  return {
    title,
    meaning,
    action: actionOf(person, kind),
    isDanger: kind === "status" ? isActive : operator,
    async act() {
      await operators.users.update(id, change);
      onChanged();
      return TEXTS.changed(email);
    },
  };
}
