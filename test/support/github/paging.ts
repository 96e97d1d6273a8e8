/** Pages of a list and the Link header that leads through them. */
import type { Listing } from "./listing.ts";
import type { Fields } from "./rows.ts";

/** How GitHub shows its lists here; the faults are those of the switches. */
export interface PageRules {
  /** Where the links lead, without a query: GitHub names repositories by their number there. */
  readonly url: string;
  /** Most rows a page, and as many as come unasked. */
  readonly most: number;
  readonly unasked: number;
  /** Pages with a greater number are refused, and links carry a cursor named `after` beside the number. */
  readonly refusedBeyond?: number | undefined;
  /** Pages have no numbers; links carry a cursor of this name. */
  readonly cursorName?: "cursor";
  readonly withoutLast?: boolean | undefined;
  /** The link to the next page leads to this one. */
  readonly loop?: boolean | undefined;
}

/** `link` is null where there is one page; `refused` where GitHub answers 422. */
export interface Page {
  readonly rows: readonly Fields[];
  readonly link: string | null;
  readonly refused: boolean;
}

export function pageOf(listing: Listing, query: URLSearchParams, rules: PageRules): Page {
  const size = Math.min(positive(query.get("per_page"), rules.unasked), rules.most);
  const page = positive(query.get("page"), 1);
  const after = query.get(rules.cursorName ?? "after");
  const beyond = rules.refusedBeyond !== undefined && page > rules.refusedBeyond;
  if (beyond && after === null) return { rows: [], link: null, refused: true };
  const from = after === null ? (page - 1) * size : indexAfter(listing, after);
  const to = Math.min(from + size, listing.length);
  const rows: Fields[] = [];
  for (let index = from; index < to; index++) rows.push(listing.show(index));
  const cursor = to > from ? cursorOf(listing, to - 1) : null;
  return { rows, link: linkOf(listing, query, rules, { page, size, to, cursor }), refused: false };
}

interface Position {
  readonly page: number;
  readonly size: number;
  /** The index after the last row shown. */
  readonly to: number;
  readonly cursor: string | null;
}

function linkOf(listing: Listing, query: URLSearchParams, rules: PageRules, position: Position): string | null {
  const { page, size, to, cursor } = position;
  const last = Math.ceil(listing.length / size);
  const { cursorName = "after" } = rules;
  const numbered = rules.cursorName === undefined;
  const byCursor = rules.refusedBeyond !== undefined || !numbered;
  const links: string[] = [];
  const link = (rel: string, number: number, after?: string | null) => {
    const asked = new URLSearchParams(query);
    asked.delete(cursorName);
    if (after) asked.set(cursorName, after);
    if (numbered) asked.set("page", String(number));
    links.push(`<${rules.url}?${asked}>; rel="${rel}"`);
  };
  if (page > 1 && !byCursor) link("prev", Math.min(page - 1, Math.max(last, 1)));
  if (to < listing.length) {
    if (rules.loop) link("next", page, query.get(cursorName));
    else link("next", page + 1, byCursor ? cursor : null);
  }
  if (to < listing.length && !byCursor && !rules.withoutLast) link("last", last);
  if (page > 1 && !byCursor) link("first", 1);
  return links.length > 0 ? links.join(", ") : null;
}

/** The row's key and its place, in the form of GitHub's cursors, which say nothing to a client. */
function cursorOf(listing: Listing, index: number): string {
  return Buffer.from(`cursor:v2:${index}:${listing.key(index)}`).toString("base64");
}

function indexAfter(listing: Listing, cursor: string): number {
  const [, , place, key] = Buffer.from(cursor, "base64").toString().split(":");
  for (let index = 0; index < listing.length; index++) if (listing.key(index) === key) return index + 1;
  // The row is gone: the next one has its place.
  return Number(place);
}

function positive(text: string | null, otherwise: number): number {
  return /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : otherwise;
}
