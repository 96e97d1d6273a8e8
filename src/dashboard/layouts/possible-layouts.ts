/** How the records of a resource can be laid out, read from its description. */
import type { FieldDescription, ResourceDescription } from "../../protocol/description.ts";

export type Layout = "table" | "board" | "calendar" | "map";

/** Looks a resource up by its name. */
type Named = (name: string) => ResourceDescription | undefined;

/** The layouts that show something, the table first. */
export function possibleLayouts(resource: ResourceDescription, named: Named): readonly Layout[] {
  const layouts: Layout[] = ["table"];
  if (resource.singleton) return layouts;
  if (boardField(resource)) layouts.push("board");
  if (dateChoices(resource, named).length > 0) layouts.push("calendar");
  if (placeFields(resource)) layouts.push("map");
  return layouts;
}

/** The field whose options are the columns of a board: that of the status machine, or else the first with options. */
export function boardField({ fields, transitions }: ResourceDescription): FieldDescription | null {
  const fit = fields.filter((field) => field.kind === "text" && !field.system && field.filterable && field.options);
  return fit.find(({ name }) => name === transitions?.field) ?? fit[0] ?? null;
}

/** A time by which records stand in a calendar. */
export interface DateChoice {
  /** What filters name: `departsAt`, or `flight.departsAt`. */
  readonly path: string;
  readonly field: FieldDescription;
  /** Where the time is that of a related record: the field that names it, and its resource. */
  readonly through: { readonly field: string; readonly resource: ResourceDescription } | null;
}

/** The times of a resource; where it has none of its own, those that the records it belongs to always have. */
export function dateChoices(resource: ResourceDescription, named: Named): readonly DateChoice[] {
  const own = resource.fields.filter(isTime).map((field) => ({ path: field.name, field, through: null }));
  return own.length > 0 ? own : relatedDates(resource, named);
}

function relatedDates({ relations }: ResourceDescription, named: Named): readonly DateChoice[] {
  return Object.entries(relations).flatMap(([relation, { kind, resource, field: key }]) => {
    const related = kind === "one" ? named(resource) : undefined;
    const times = related?.fields.filter((field) => isTime(field) && !field.nullable) ?? [];
    return times.map((field) => ({
      path: `${relation}.${field.name}`,
      field,
      through: related ? { field: key, resource: related } : null,
    }));
  });
}

function isTime({ system, filterable, kind, format }: FieldDescription): boolean {
  return !system && filterable && kind !== "list" && (format === "date-time" || format === "date");
}

/** The fields that make a place on a map: degrees, and metres around it where there is such a field. */
export interface PlaceFields {
  readonly latitude: string;
  readonly longitude: string;
  readonly radius: string | null;
}

export function placeFields({ fields }: ResourceDescription): PlaceFields | null {
  const numbers = new Set(fields.filter(({ kind }) => kind === "number" || kind === "integer").map(({ name }) => name));
  if (!numbers.has("latitude") || !numbers.has("longitude")) return null;
  return { latitude: "latitude", longitude: "longitude", radius: numbers.has("radius") ? "radius" : null };
}
