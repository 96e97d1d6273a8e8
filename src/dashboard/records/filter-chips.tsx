/** What a table is filtered by, in words; each part can be taken away. */
import { X } from "lucide-react";
import { useMemo } from "react";
import type { FilterInput } from "../../protocol/filter.ts";
import { namedBy } from "../fields/references.ts";
import { useTitles } from "../fields/titles.ts";
import { CONFIG } from "../resources.ts";
import { TEXTS as FIELD_TEXTS } from "../texts/fields.ts";
import { TEXTS } from "../texts/records.ts";
import { type GroupNode, NO_FILTER, readFilter, removed, writeFilter } from "./filter-tree.ts";
import { comparedIn, filterWords, type WordsOf } from "./filter-words.ts";
import type { Askable } from "./use-askable.ts";

export interface FilterChipsProps {
  readonly filter: FilterInput;
  readonly askable: Askable;
  readonly onChange: (filter: FilterInput | null) => void;
  readonly onEdit: () => void;
}

export function FilterChips({ filter, askable, onChange, onEdit }: FilterChipsProps) {
  const tree = useMemo(() => readFilter(filter), [filter]);
  const wordsOf = useNames(tree ?? NO_FILTER, askable);
  if (!tree) return <Chip words={JSON.stringify(filter)} onEdit={onEdit} onRemove={() => onChange(null)} />;
  // What must hold together is shown apart, and taken away apart.
  const isSplit = tree.join === "and" && !tree.negated;
  const nodes = isSplit ? tree.nodes : [tree];
  return (
    <ul className="flex flex-wrap gap-1.5">
      {nodes.map((node, at) => {
        const words = filterWords(node, askable.at, wordsOf);
        return (
          <li key={`${String(at)} ${JSON.stringify(node)}`} className="min-w-0 max-w-full">
            <Chip
              words={words}
              onEdit={onEdit}
              onRemove={() => onChange(isSplit ? writeFilter(removed(tree, [at])) : null)}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** Records and people by their titles, as far as they are known. */
function useNames(tree: GroupNode, askable: Askable): WordsOf {
  const named = useMemo(
    () =>
      comparedIn(tree, askable.at).flatMap(({ asked: { field }, value: id }) => {
        const reference = namedBy(CONFIG.resources, field, {}, id);
        return reference ? [{ reference, id }] : [];
      }),
    [tree, askable],
  );
  const titles = useTitles(named);
  return (value) => {
    const found = titles[named.findIndex(({ id }) => id === value)];
    if (!found || found.status === "missing") return null;
    if (found.status === "loading") return "…";
    return found.status === "deleted" ? `${found.title} (${FIELD_TEXTS.deleted})` : found.title;
  };
}

function Chip({
  words,
  onEdit,
  onRemove,
}: {
  readonly words: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  return (
    <span className="flex max-w-full items-center rounded-full bg-mark ring-1 ring-line ring-inset">
      <button
        type="button"
        title={`${TEXTS.filter.edit}: ${words}`}
        onClick={onEdit}
        className="min-h-7 min-w-0 cursor-pointer truncate rounded-l-full pr-1 pl-3"
        dir="auto"
      >
        {words}
      </button>
      <button
        type="button"
        aria-label={TEXTS.filter.remove(words)}
        onClick={onRemove}
        className="grid size-7 shrink-0 cursor-pointer place-items-center rounded-full text-quiet hover:bg-line/60 hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}
