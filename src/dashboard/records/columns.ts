/** Which columns a table has, and how wide they are. */
import type { FieldDescription, ResourceDescription } from "../../protocol/description.ts";
import { fieldsNamed } from "../../protocol/title.ts";

/** Stands for the title among columns: no field is called so. */
export const TITLE = "$title";

/** How many columns are shown, beside the title, where nobody has chosen. */
const SHOWN = 6;

/** Columns that stand for the time and hand of a change, last among those that are chosen by themselves. */
const LAST = ["updatedAt"];

/** The columns behind the title, where nobody has chosen: what can be filtered first, the time of the last change at the end. */
export function columnsByDefault(
  resource: ResourceDescription,
  fields: readonly FieldDescription[],
): readonly string[] {
  const inTitle = new Set(fieldsNamed(resource.title[0] ?? ""));
  const hasMoney = fields.some(({ format }) => format === "money");
  const fit = fields.filter(
    ({ name, kind, format, system, multiline }) =>
      !system && !inTitle.has(name) && kind !== "json" && !multiline && !(hasMoney && format === "currency"),
  );
  const ranked = [...fit].sort((a, b) => Number(b.filterable) - Number(a.filterable));
  const last = fields.filter(({ name }) => LAST.includes(name));
  return [...ranked.slice(0, SHOWN), ...last].map(({ name }) => name);
}

/** The fields of the chosen columns, in their order; what is chosen and does not exist (any more) is left out. */
export function chosenColumns<Field extends FieldDescription>(
  chosen: readonly string[],
  fields: readonly Field[],
): readonly Field[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return [...new Set(chosen)].map((name) => byName.get(name)).filter((field) => field !== undefined);
}

/** The one field that a title is made of, where it is one alone: then the title is edited in its place. */
export function titleField<Field extends FieldDescription>(
  { title }: ResourceDescription,
  fields: readonly Field[],
): Field | null {
  const name = /^\{([^{}]+)\}$/.exec(title[0] ?? "")?.[1];
  return fields.find((field) => field.name === name) ?? null;
}

/** A column moved by some places; where that is none, the same columns. */
export function moved(columns: readonly string[], name: string, by: number): readonly string[] {
  const from = columns.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return columns;
  const rest = columns.filter((each) => each !== name);
  return [...rest.slice(0, to), name, ...rest.slice(to)];
}

/** Width of a column in pixels: what its values take, so that nothing has to be measured. */
export function widthOf({ kind, format, multiline, reference, options }: FieldDescription): number {
  if (kind === "boolean") return 96;
  if (kind === "date" || format === "date" || format === "date-time") return 192;
  if (kind === "integer" || kind === "number") return 128;
  if (options !== null && kind === "text") return 144;
  if (kind === "list" || multiline) return 240;
  return reference === null ? 200 : 208;
}
