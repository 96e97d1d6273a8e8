/** The time that a condition compares with: a fixed one, or one that is counted from now on. */
import type { ResourceDescription } from "../../protocol/description.ts";
import { FieldInput } from "../fields/field-input.tsx";
import type { ShownField } from "../fields/shown-field.ts";
import { TEXTS } from "../texts/records.ts";
import { CONTROL } from "../ui/field.tsx";
import type { Operand } from "./filter-tree.ts";
import { ANCHORS, type RelativeDate, readRelative, UNITS, writeRelative } from "./relative-date.ts";

export interface DateOperandProps {
  readonly value: Operand;
  readonly onChange: (value: Operand) => void;
  readonly field: ShownField;
  readonly resource: ResourceDescription;
}

const A_WEEK_AGO: RelativeDate = { anchor: "now", offset: -7, unit: "d" };

export function DateOperand({ value, onChange, field, resource }: DateOperandProps) {
  const relative = readRelative(value);
  return (
    <div className="grid gap-2">
      <select
        aria-label={TEXTS.dates.how}
        value={relative ? "relative" : "fixed"}
        onChange={({ target }) => onChange(target.value === "relative" ? writeRelative(A_WEEK_AGO) : null)}
        className={CONTROL}
      >
        <option value="relative">{TEXTS.dates.relative}</option>
        <option value="fixed">{TEXTS.dates.fixed}</option>
      </select>
      {relative ? (
        <Relative value={relative} onChange={(next) => onChange(writeRelative(next))} />
      ) : (
        <FieldInput
          resource={resource}
          field={{ ...field, nullable: false }}
          value={typeof value === "string" ? value : null}
          label={TEXTS.filter.value}
          onChange={(next, problem) => onChange(problem === null && typeof next === "string" ? next : null)}
        />
      )}
    </div>
  );
}

function Relative({
  value,
  onChange,
}: {
  readonly value: RelativeDate;
  readonly onChange: (value: RelativeDate) => void;
}) {
  const { anchor, offset, unit } = value;
  const sign = offset > 0 ? 1 : -1;
  return (
    <>
      <div className="grid grid-cols-3 gap-2">
        <input
          type="number"
          min={0}
          max={999_999}
          aria-label={TEXTS.dates.amount}
          value={Math.abs(offset)}
          onChange={({ target }) => onChange({ ...value, offset: sign * Math.abs(target.valueAsNumber || 0) })}
          className={CONTROL}
        />
        <select
          aria-label={TEXTS.dates.unit}
          value={unit}
          onChange={({ target }) => onChange({ ...value, unit: UNITS.find((each) => each === target.value) ?? "d" })}
          className={CONTROL}
        >
          {UNITS.map((each) => (
            <option key={each} value={each}>
              {TEXTS.dates.units[each]}
            </option>
          ))}
        </select>
        <select
          aria-label={TEXTS.dates.direction}
          value={sign < 0 ? "before" : "after"}
          onChange={({ target }) =>
            onChange({ ...value, offset: target.value === "before" ? -Math.abs(offset) : Math.abs(offset) })
          }
          className={CONTROL}
        >
          <option value="before">{TEXTS.dates.before}</option>
          <option value="after">{TEXTS.dates.after}</option>
        </select>
      </div>
      <select
        aria-label={TEXTS.dates.anchor}
        value={anchor}
        onChange={({ target }) =>
          onChange({ ...value, anchor: ANCHORS.find((each) => each === target.value) ?? "now" })
        }
        className={CONTROL}
      >
        {ANCHORS.map((each) => (
          <option key={each} value={each}>
            {TEXTS.dates.anchors[each]}
          </option>
        ))}
      </select>
      <p className="text-quiet text-xs">{TEXTS.dates.utc}</p>
    </>
  );
}
