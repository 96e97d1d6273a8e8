/** What stands on a card below its title. */
import { type ReactNode, useContext } from "react";
import type { AnyRecord } from "../../../client/croft.ts";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { fieldsNamed } from "../../../protocol/title.ts";
import { formatMoney } from "../../fields/numbers.ts";
import { useTitle } from "../../fields/titles.ts";
import { numberOf, textOf } from "../../records/value.ts";
import { Age } from "../../ui/time.tsx";
import { MemberNames } from "../member-names.ts";
import { moneyField } from "./totals.ts";

/** @param title what stands in the title's place: the title, or a link with it @param action what can be done with the card */
export function CardFace({
  resource,
  record,
  title,
  action,
}: {
  readonly resource: ResourceDescription;
  readonly record: AnyRecord;
  readonly title: ReactNode;
  readonly action?: ReactNode;
}) {
  const money = moneyField(resource);
  const amount = money ? numberOf(record, money.name) : null;
  const belongsTo = useBelongsTo(resource, record);
  const owner = useContext(MemberNames).get(textOf(record, "ownerId"));
  return (
    <div className="grid gap-1 p-2 pl-2.5">
      <div className="flex items-start gap-1">
        <p dir="auto" className="line-clamp-2 min-w-0 flex-1 py-1 font-medium leading-5 wrap-anywhere">
          {title}
        </p>
        {action}
      </div>
      {belongsTo !== null && (
        <p dir="auto" className="truncate text-quiet text-xs">
          {belongsTo}
        </p>
      )}
      <p className="flex flex-wrap items-baseline gap-x-2 text-quiet text-xs">
        {money && amount !== null && amount !== 0 && (
          <span className="text-ink tabular-nums">{formatMoney(amount, textOf(record, "currency"))}</span>
        )}
        {owner !== undefined && (
          <span dir="auto" className="min-w-0 truncate">
            {owner}
          </span>
        )}
        <span className="ml-auto">
          <Age at={textOf(record, "updatedAt")} />
        </span>
      </p>
    </div>
  );
}

/** The record that this one belongs to, where the title does not name it: the first that is filled. */
function useBelongsTo({ title, fields, name }: ResourceDescription, record: AnyRecord): string | null {
  const named = new Set(title.flatMap(fieldsNamed));
  const field = fields.find(
    (each) =>
      each.reference !== null && each.kind === "text" && !named.has(each.name) && textOf(record, each.name) !== "",
  );
  const known = useTitle(field?.reference ?? name, field ? textOf(record, field.name) : null);
  return known.title ?? (textOf(record, "company") || null);
}
