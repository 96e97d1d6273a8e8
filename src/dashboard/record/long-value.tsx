/** A value as it is, of which the rest is shown when it is asked for. */
import { useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { FieldValue } from "../fields/field-value.tsx";
import { type ShownField, valueAt } from "../fields/shown-field.ts";
import { TEXTS } from "../texts/record.ts";

/** Texts above this are cut: about a dozen lines. */
const LONG = 1_000;

export function LongValue({ field, record }: { readonly field: ShownField; readonly record: AnyRecord }) {
  const [isWhole, setWhole] = useState(false);
  const value = valueAt(record, field.name);
  const isLong = typeof value === "string" && (value.length > LONG || value.split("\n", 14).length > 13);
  if (!isLong || isWhole) return <FieldValue field={field} record={record} wrap />;
  return (
    <>
      <div className="line-clamp-12">
        <FieldValue field={field} record={record} wrap />
      </div>
      <button
        type="button"
        className="mt-1 cursor-pointer underline decoration-edge underline-offset-2"
        onClick={() => setWhole(true)}
      >
        {TEXTS.showAll}
      </button>
    </>
  );
}
