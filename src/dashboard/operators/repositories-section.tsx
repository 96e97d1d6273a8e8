/** All repositories that are kept here. */
import { useState } from "react";
import { type ListedRepository, repositoriesOf } from "../../client/repositories/repositories.ts";
import { StateMark } from "../repositories/state-mark.tsx";
import { stateWords } from "../repositories/state-words.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { Confirm, type Question } from "../ui/confirm.tsx";
import { SelectField } from "../ui/field.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Age } from "../ui/time.tsx";
import { useSay } from "../ui/toast.tsx";
import type { Column } from "./data-table.tsx";
import { operatorCroft, operators } from "./operator-service.ts";
import { PageTable } from "./page-table.tsx";
import { usePages } from "./pages.ts";
import { SearchField } from "./search-field.tsx";
import { useSectionSearch } from "./section-search.ts";

const PAGE = 50;
const STATES = ["active", "archived", "missing", "blocked", "refused"] as const;

export function RepositoriesSection() {
  const { search, change } = useSectionSearch();
  const { q = "", sort = "-stars" } = search;
  const [state, setState] = useState<(typeof STATES)[number] | undefined>(undefined);
  const pages = usePages(["repositories", q, sort, state], (cursor, signal) =>
    repositoriesOf(operatorCroft).list({ q: q || undefined, sort, state, limit: PAGE, cursor }, { signal }),
  );
  return (
    <>
      <PageHeading title={TEXTS.sections.repositories} lead={TEXTS.leads.repositories} />
      <div className="grid max-w-2xl gap-3 sm:grid-cols-[1fr_12rem]">
        <SearchField label={TEXTS.searchRepositories} q={q} onSearch={(next) => change({ q: next })} />
        <SelectField
          label={TEXTS.state}
          value={state ?? ""}
          onChange={({ target }) => setState(STATES.find((each) => each === target.value))}
        >
          <option value="">{TEXTS.all}</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {stateWords(each, null).text}
            </option>
          ))}
        </SelectField>
      </div>
      <PageTable
        pages={pages}
        label={TEXTS.sections.repositories}
        columns={COLUMNS}
        keyOf={({ githubId }) => String(githubId)}
        sorting={{ sort, onSort: (next) => change({ sort: next }) }}
      />
    </>
  );
}

const COLUMNS: readonly Column<ListedRepository>[] = [
  { title: TEXTS.repository, sort: "name", cell: ({ fullName }) => <span className="font-medium">{fullName}</span> },
  {
    title: TEXTS.state,
    cell({ state }) {
      const { tone, text } = stateWords(state, null);
      return <StateMark tone={tone}>{text}</StateMark>;
    },
  },
  {
    title: TEXTS.fresh,
    sort: "freshAt",
    isNumber: true,
    cell: ({ freshAt }) => (freshAt ? <Age at={freshAt} /> : TEXTS.never),
  },
  { title: TEXTS.stars, sort: "stars", isNumber: true, cell: ({ stars }) => NUMBER.format(stars) },
  { title: TEXTS.kept, isNumber: true, cell: ({ issues, pulls }) => NUMBER.format(issues + pulls) },
  { title: TEXTS.followers, isNumber: true, cell: ({ followers = 0 }) => NUMBER.format(followers) },
  { title: TEXTS.actions, cell: (repository) => <Actions repository={repository} /> },
];

function Actions({ repository: { owner, name, fullName } }: { readonly repository: ListedRepository }) {
  const say = useSay();
  const [question, setQuestion] = useState<Question | null>(null);
  const refresh = async () => {
    try {
      await operators.repositories.refresh(owner, name);
      say.done(TEXTS.queued);
    } catch (error) {
      say.failed(TEXTS.failed, error);
    }
  };
  const rebuild: Question = {
    title: TEXTS.rebuildTitle(fullName),
    meaning: TEXTS.rebuildRecordsMeaning,
    action: TEXTS.rebuildRecords,
    async act() {
      await operators.repositories.rebuild(owner, name);
      return TEXTS.queued;
    },
  };
  return (
    <div className="flex gap-1">
      <Button look="quiet" aria-label={TEXTS.refreshNamed(fullName)} onClick={() => void refresh()}>
        {TEXTS.refresh}
      </Button>
      <Button look="quiet" aria-label={TEXTS.rebuildNamed(fullName)} onClick={() => setQuestion(rebuild)}>
        {TEXTS.rebuildRecords}
      </Button>
      {question && <Confirm question={question} onClose={() => setQuestion(null)} />}
    </div>
  );
}
