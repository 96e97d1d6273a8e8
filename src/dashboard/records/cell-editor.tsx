/** What a cell is edited with. Enter and leaving it save, Escape does not. */
import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import type { AnyRecord, Fields, Json } from "../../client/croft.ts";
import { sameJson } from "../../client/field.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { FieldInput } from "../fields/field-input.tsx";
import { type ShownField, valueAt } from "../fields/shown-field.ts";
import type { GridActions } from "./grid-row.tsx";

export interface CellEditorProps {
  readonly resource: ResourceDescription;
  readonly field: ShownField;
  readonly record: AnyRecord;
  readonly pending: Fields | undefined;
  readonly actions: GridActions;
}

export function CellEditor({ resource, field, record, pending, actions }: CellEditorProps) {
  // The record as it was when editing began: what is saved is held against its version.
  const base = useRef(record).current;
  const before = pending?.[field.name] ?? valueAt(base, field.name);
  const [value, setValue] = useState<Json>(before);
  const [problem, setProblem] = useState<string | null>(null);
  const ended = useRef(false);
  const end = (save: boolean) => {
    if (ended.current || (save && problem !== null)) return;
    ended.current = true;
    if (save && !sameJson(value, before)) actions.save(base, { [field.name]: value });
    actions.endEdit();
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.defaultPrevented) return;
    const inText = event.target instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey;
    if (event.key === "Escape" || event.key === "Tab" || (event.key === "Enter" && !inText)) {
      event.preventDefault();
      end(event.key !== "Escape");
    }
  };
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (relatedTarget === null || isOutside(currentTarget, relatedTarget)) end(true);
  };
  return (
    <form
      onSubmit={(event) => event.preventDefault()}
      className="absolute top-0 left-0 z-20 w-full min-w-56 rounded-md bg-panel shadow-lg"
      onKeyDown={press}
      onBlur={leave}
    >
      <FieldInput
        resource={resource}
        field={field}
        stored={base}
        value={value}
        label={field.label}
        focused
        control={{ "aria-invalid": problem === null ? undefined : true }}
        onChange={(next, wrong) => {
          setValue(next);
          setProblem(wrong);
        }}
      />
      {problem !== null && (
        <p role="alert" className="px-2 py-1 text-bad text-xs">
          {problem}
        </p>
      )}
    </form>
  );
}

/** Lists that belong to a control stand elsewhere in the page. */
function isOutside(place: Element, target: EventTarget): boolean {
  if (!(target instanceof Element)) return true;
  return !place.contains(target) && target.closest("[role=listbox], [role=dialog], [data-base-ui-portal]") === null;
}
