/** The order of the directory's lists, as clients write it. */
import { AppError, invalidField } from "../protocol/errors.ts";
import { decodeCursor, type Position } from "./cursor.ts";

export interface Sort<Field extends string> {
  readonly field: Field;
  readonly descending: boolean;
}

/** @param text one of the fields, behind `-` for descending. @throws AppError BAD_REQUEST */
export function sortOf<Field extends string>(text: string, fields: readonly Field[]): Sort<Field> {
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  const field = fields.find((each) => each === name);
  if (field === undefined) throw invalidField("BAD_REQUEST", "sort", `Use one of ${fields.join(", ")}.`);
  return { field, descending };
}

/**
 * Where the page before ended.
 * @param bound whatever decides which rows come in which order.
 * @param type of the values of the sorted column: a cursor that claims another one was made by hand.
 * @throws AppError INVALID_CURSOR
 */
export function positionOf(bound: readonly unknown[], cursor: string, type: "string" | "number"): Position {
  const position = decodeCursor(bound, cursor);
  if (typeof position.value !== type) throw new AppError("INVALID_CURSOR");
  return position;
}
