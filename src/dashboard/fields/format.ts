/** Values of fields as one line of text. */
import type { Fields, Json } from "../../client/resource-types.ts";
import { TEXTS } from "../texts/fields.ts";
import { labelOf } from "../texts/names.ts";
import { actorOf, namesActor } from "./actors.ts";
import { formatDay, formatTime } from "./dates.ts";
import { formatMoney, formatNumber } from "./numbers.ts";
import { optionLabel } from "./options.ts";
import { hasResourceNames } from "./references.ts";
import type { ShownField } from "./shown-field.ts";

/** Numbers that name something are not counted: they have no groups of thousands. */
const isName = (field: ShownField) => field.name === "version" || /Id$/.test(field.name);

/** @param record of which the value is, for what other fields say of it @returns an empty text for null */
export function formatValue(field: ShownField, value: Json, record: Fields): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? TEXTS.yes : TEXTS.no;
  if (typeof value === "number") return formatAmount(field, value, record);
  if (Array.isArray(value)) return value.map((entry) => formatValue(field, entry, record)).join(", ");
  if (typeof value === "object") return Object.keys(value).length === 0 ? "" : JSON.stringify(value);
  if (field.format === "date-time") return formatTime(value);
  if (field.format === "date") return formatDay(value);
  if (hasResourceNames(field.name)) return labelOf(value);
  if (namesActor(field.name)) return actorWord(value);
  return field.options?.includes(value) ? optionLabel(field, value) : value;
}

function formatAmount(field: ShownField, value: number, record: Fields): string {
  if (field.format === "money" && typeof record.currency === "string") return formatMoney(value, record.currency);
  return isName(field) ? String(value) : formatNumber(value);
}

/** People and keys have names, which are looked up where they are shown; here they stand by their ids. */
function actorWord(id: string): string {
  const { kind } = actorOf(id);
  if (kind === "system") return TEXTS.system;
  return kind === "operator" ? TEXTS.operator : id;
}
