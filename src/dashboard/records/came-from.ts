/**
 * Lists that somebody opened a record from, so that its page can lead on to the next one. The entry of the browser's history names
 * the list; what was in it is kept here, for as long as the page is open.
 */
import * as z from "zod/mini";

/** Kept at once: those that somebody may come back to by the browser's buttons. */
const MOST = 20;

const lists = new Map<number, readonly string[]>();
let last = 0;

/** Keeps the records of a list in their order. @returns what the entry of the history carries */
export function keepList(ids: readonly string[]): { readonly list: number } {
  last += 1;
  lists.set(last, ids);
  lists.delete(last - MOST);
  return { list: last };
}

/** The ids of the records before and behind one; null at the ends of the list. */
export interface Neighbours {
  readonly list: number;
  readonly previous: string | null;
  readonly next: string | null;
}

const stateSchema = z.object({ list: z.number() });

/** @param state of the entry of the history @returns null where the list is not known, or has no such record */
export function neighboursOf(state: unknown, id: string): Neighbours | null {
  const named = stateSchema.safeParse(state);
  if (!named.success) return null;
  const { list } = named.data;
  const ids = lists.get(list) ?? [];
  const at = ids.indexOf(id);
  return at < 0 ? null : { list, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
}
