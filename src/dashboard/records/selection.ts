/** Which records are selected: some by their ids, or all that match what the table asks for, but for some. */

export interface Selection {
  /** `some`: those with these ids. `all`: all that match but for these. */
  readonly of: "some" | "all";
  readonly ids: ReadonlySet<string>;
  /** The record that was selected last, from which a range goes on. */
  readonly anchor: string | null;
}

export const NOTHING: Selection = { of: "some", ids: new Set(), anchor: null };
export const ALL: Selection = { of: "all", ids: new Set(), anchor: null };

export function isSelected({ of, ids }: Selection, id: string): boolean {
  return ids.has(id) === (of === "some");
}

/** How many are selected. @param total how many match; null where that is not known (yet) */
export function countOf({ of, ids }: Selection, total: number | null): number | null {
  if (of === "some") return ids.size;
  return total === null ? null : Math.max(0, total - ids.size);
}

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids, anchor: id };
}

/** Gives all from the record that was selected last up to this one what that one has. @param order ids as they are shown */
export function ranged(selection: Selection, id: string, order: readonly string[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const like = isSelected(selection, order[from] ?? "");
  const ids = new Set(selection.ids);
  for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (like === (selection.of === "some")) ids.add(each);
    else ids.delete(each);
  }
  return { ...selection, ids, anchor: id };
}

/** Exactly these. */
export function only(ids: readonly string[]): Selection {
  return { of: "some", ids: new Set(ids), anchor: ids.at(-1) ?? null };
}

/** Whether all, some or none of what is shown is selected. */
export function extentOf(selection: Selection, shown: readonly string[]): "all" | "some" | "none" {
  if (selection.of === "some" && selection.ids.size === 0) return "none";
  const count = shown.reduce((sum, id) => sum + Number(isSelected(selection, id)), 0);
  if (count === 0) return "none";
  return count === shown.length ? "all" : "some";
}

/** Without records that are there no more. A selection of all keeps itself. */
export function withoutIds(selection: Selection, gone: ReadonlySet<string>): Selection {
  if (selection.of === "all" || ![...selection.ids].some((id) => gone.has(id))) return selection;
  return { ...selection, ids: new Set([...selection.ids].filter((id) => !gone.has(id))) };
}
