/** What the service refused, by field and in words. */
import { CroftError } from "../../client/error.ts";
import type { Fields } from "../../client/resource-types.ts";

export interface Refusal {
  /** By the name of the field, `custom.tier` included. */
  readonly fields: Readonly<Record<string, string>>;
  /** What belongs to no field that the form shows; null where every word has its field. */
  readonly message: string | null;
}

/** @param shown names of the fields that the form shows */
export function refusalOf(error: unknown, shown: readonly string[]): Refusal {
  if (!(error instanceof CroftError))
    return { fields: {}, message: error instanceof Error ? error.message : String(error) };
  const fields: Record<string, string> = {};
  const others: string[] = [];
  for (const { field, message } of error.details) {
    // `petIds[0]` and `petIds.0` belong to `petIds`.
    const name = shown.find((each) => field === each || field.startsWith(`${each}.`) || field.startsWith(`${each}[`));
    if (name === undefined) others.push(`${field}: ${message}`);
    else fields[name] = [fields[name], message].filter(Boolean).join(" ");
  }
  const isPlaced = Object.keys(fields).length > 0;
  return { fields, message: others.length > 0 ? others.join(" ") : isPlaced ? null : error.message };
}

/** The fields whose values are other than those stored, with their new values. */
export function changesOf(before: Fields, after: Fields): Fields {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(value)),
  );
}
