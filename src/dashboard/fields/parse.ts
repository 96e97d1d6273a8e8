/** What people write into a field of numbers or JSON, as a value. */

import * as z from "zod/mini";
import type { Json } from "../../client/resource-types.ts";
import { TEXTS } from "../texts/fields.ts";
import { decimalsOf, formatNumber, minorOf, plainNumber, writtenMoney, writtenNumber } from "./numbers.ts";
import type { ShownField } from "./shown-field.ts";

/** What was read; with `problem`, the words why it cannot be. An empty text is null. */
export interface Reading {
  readonly value: Json;
  readonly problem: string | null;
}

const read = (value: Json): Reading => ({ value, problem: null });
const unread = (problem: string): Reading => ({ value: null, problem });

/** @param currency of a field of money */
export function readNumber(field: ShownField, text: string, currency: string, locale?: string): Reading {
  if (text.trim() === "") return read(null);
  const plain = plainNumber(text, locale);
  if (plain === null) return unread(TEXTS.noNumber(exampleOf(field, currency, locale)));
  const value = field.format === "money" ? minorOf(plain, currency) : Number(plain);
  if (value === null) return unread(TEXTS.tooManyDecimals(currency, decimalsOf(currency)));
  if (field.kind === "integer" && !Number.isInteger(value)) return unread(TEXTS.noWholeNumber);
  if (!Number.isFinite(value) || (field.kind === "integer" && !Number.isSafeInteger(value)))
    return unread(TEXTS.tooLarge);
  const written = (bound: number) => (field.format === "money" ? writtenMoney(bound, currency) : formatNumber(bound));
  if (field.minimum !== null && value < field.minimum) return unread(TEXTS.atLeast(written(field.minimum)));
  if (field.maximum !== null && value > field.maximum) return unread(TEXTS.atMost(written(field.maximum)));
  return read(value);
}

function exampleOf(field: ShownField, currency: string, locale: string | undefined): string {
  if (field.format === "money") return writtenMoney(123_456, currency, locale);
  return writtenNumber(field.kind === "integer" ? 1234 : 1234.5, locale);
}

/** A number as its field shows it while it is written. */
export function writtenValue(field: ShownField, value: Json, currency: string, locale?: string): string {
  if (typeof value !== "number") return "";
  return field.format === "money" ? writtenMoney(value, currency, locale) : writtenNumber(value, locale);
}

const jsonSchema = z.json();

export function readJson(text: string): Reading {
  if (text.trim() === "") return read(null);
  try {
    return read(jsonSchema.parse(JSON.parse(text)));
  } catch {
    return unread(TEXTS.noJson);
  }
}
