/** How a column of a board is called. */
import { TEXTS } from "../../texts/layouts.ts";
import { labelOf } from "../../texts/names.ts";
import type { Column } from "./columns.ts";

export function columnLabel({ value }: Column): string {
  return value === null ? TEXTS.withoutValue : labelOf(value);
}
