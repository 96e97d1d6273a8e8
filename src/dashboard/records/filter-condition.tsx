/** One condition: a field, a comparison, and what is compared with. */
import { X } from "lucide-react";
import { TEXTS } from "../texts/records.ts";
import { IconButton } from "../ui/button.tsx";
import { CONTROL } from "../ui/field.tsx";
import type { AskableField } from "./filter-fields.ts";
import type { ConditionNode } from "./filter-tree.ts";
import { operatorWords } from "./filter-words.ts";
import { OperandInput } from "./operand-input.tsx";
import { askedOperator, conditionOn, operatorsOf, withOperator } from "./operators.ts";
import type { Askable } from "./use-askable.ts";

export interface FilterConditionProps {
  readonly askable: Askable;
  readonly condition: ConditionNode;
  readonly onChange: (condition: ConditionNode) => void;
  readonly onRemove: () => void;
}

export function FilterCondition({ askable, condition, onChange, onRemove }: FilterConditionProps) {
  const asked = askable.at(condition.path);
  const operator = askedOperator(condition);
  const operators = asked ? operatorsOf(asked.kind, asked.field.nullable) : [];
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,9rem)_minmax(0,1fr)_auto]">
      <FieldSelect askable={askable} condition={condition} onChange={onChange} />
      <IconButton label={TEXTS.filter.removeCondition} onClick={onRemove} className="sm:order-last">
        <X size={16} aria-hidden />
      </IconButton>
      <select
        aria-label={TEXTS.filter.operator}
        value={operator}
        onChange={({ target }) => {
          const next = operators.find((each) => each === target.value);
          if (next) onChange(withOperator(condition, next));
        }}
        className={`${CONTROL} max-sm:col-span-2`}
      >
        {(operators.includes(operator) ? operators : [operator, ...operators]).map((each) => (
          <option key={each} value={each}>
            {operatorWords(each, asked)}
          </option>
        ))}
      </select>
      <div className="min-w-0 max-sm:col-span-2">
        {asked && operator !== "empty" && operator !== "filled" && (
          <OperandInput
            key={`${condition.path} ${operator}`}
            asked={asked}
            condition={condition}
            onChange={(value) => onChange({ ...condition, value })}
          />
        )}
      </div>
    </div>
  );
}

function FieldSelect({ askable, condition, onChange }: Omit<FilterConditionProps, "onRemove">) {
  const groups = Map.groupBy(askable.fields, ({ group }) => group);
  return (
    <select
      aria-label={TEXTS.filter.field}
      value={condition.path}
      onChange={({ target }) => {
        const next = askable.at(target.value);
        if (next) onChange(conditionOn(next.path, next.kind, next.field.options !== null));
      }}
      className={CONTROL}
    >
      {!askable.at(condition.path) && <option value={condition.path}>{condition.path}</option>}
      {[...groups].map(([group, fields]) =>
        group === null ? (
          fields.map(option)
        ) : (
          <optgroup key={group} label={TEXTS.filter.related(group)}>
            {fields.map(option)}
          </optgroup>
        ),
      )}
    </select>
  );
}

function option({ path, label }: AskableField) {
  return (
    <option key={path} value={path}>
      {label}
    </option>
  );
}
