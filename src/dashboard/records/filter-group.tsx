/** A group of conditions, and the groups within it. */
import { Plus, X } from "lucide-react";
import { FILTER_LIMITS } from "../../protocol/filter.ts";
import { TEXTS } from "../texts/records.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CONTROL } from "../ui/field.tsx";
import { FilterCondition } from "./filter-condition.tsx";
import { added, type FilterNode, type GroupNode, NO_FILTER, type Place, removed, replaced } from "./filter-tree.ts";
import { conditionOn } from "./operators.ts";
import type { Askable } from "./use-askable.ts";

export interface FilterGroupProps {
  readonly askable: Askable;
  readonly group: GroupNode;
  readonly place: Place;
  /** The whole filter. */
  readonly root: GroupNode;
  readonly onChange: (root: GroupNode) => void;
}

const JOINS = ["all", "any", "none", "notAll"] as const;
type Join = (typeof JOINS)[number];

const BY_JOIN: Readonly<Record<Join, Pick<GroupNode, "join" | "negated">>> = {
  all: { join: "and", negated: false },
  any: { join: "or", negated: false },
  none: { join: "or", negated: true },
  notAll: { join: "and", negated: true },
};

function joinOf({ join, negated }: GroupNode): Join {
  if (join === "and") return negated ? "notAll" : "all";
  return negated ? "none" : "any";
}

export function FilterGroup({ askable, group, place, root, onChange }: FilterGroupProps) {
  const isRoot = place.length === 0;
  return (
    <fieldset
      aria-label={TEXTS.filter.joinLabel}
      className={`grid min-w-0 gap-2 ${isRoot ? "" : "rounded-md border border-line bg-paper p-2"}`}
    >
      <div className="flex items-center gap-2">
        <span className="shrink-0">{TEXTS.filter.match}</span>
        <select
          aria-label={TEXTS.filter.joinLabel}
          value={joinOf(group)}
          onChange={({ target }) => {
            const join = JOINS.find((each) => each === target.value) ?? "all";
            onChange(replaced(root, place, { ...group, ...BY_JOIN[join] }));
          }}
          className={`${CONTROL} max-w-52`}
        >
          {JOINS.map((join) => (
            <option key={join} value={join}>
              {TEXTS.filter[join]}
            </option>
          ))}
        </select>
        {!isRoot && (
          <IconButton
            label={TEXTS.filter.removeGroup}
            className="ml-auto"
            onClick={() => onChange(removed(root, place))}
          >
            <X size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {group.nodes.length === 0 && isRoot && <p className="text-quiet">{TEXTS.filter.empty}</p>}
      {group.nodes.map((node, at) => (
        <Node key={keyOf(at)} askable={askable} node={node} place={[...place, at]} root={root} onChange={onChange} />
      ))}
      <Add askable={askable} place={place} root={root} onChange={onChange} />
    </fieldset>
  );
}

/** Nodes have no name but their place. */
function keyOf(at: number): string {
  return `node-${String(at)}`;
}

interface NodeProps extends Omit<FilterGroupProps, "group"> {
  readonly node: FilterNode;
}

function Node({ node, ...props }: NodeProps) {
  if (node.kind === "group") return <FilterGroup {...props} group={node} />;
  const { askable, root, place, onChange } = props;
  return (
    <FilterCondition
      askable={askable}
      condition={node}
      onChange={(next) => onChange(replaced(root, place, next))}
      onRemove={() => onChange(removed(root, place))}
    />
  );
}

function Add({ askable, place, root, onChange }: Omit<FilterGroupProps, "group">) {
  const [first] = askable.fields;
  const condition = first && conditionOn(first.path, first.kind, first.field.options !== null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => condition && onChange(added(root, place, condition))}>
        <Plus size={14} aria-hidden /> {TEXTS.filter.addCondition}
      </Button>
      {place.length < FILTER_LIMITS.depth - 1 && (
        <Button
          look="quiet"
          onClick={() =>
            onChange(added(root, place, { ...NO_FILTER, join: "or", nodes: condition ? [condition] : [] }))
          }
        >
          <Plus size={14} aria-hidden /> {TEXTS.filter.addGroup}
        </Button>
      )}
    </div>
  );
}
