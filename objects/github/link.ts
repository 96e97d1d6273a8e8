/** The pages that a `Link` header leads to (RFC 8288). */
import { pathUnder } from "./address.ts";

export interface Links {
  /** Path and query under the base URL; null on the last page. */
  readonly next: string | null;
  /** There is a next page, and its address is not to be followed: of another origin, or that of this page. */
  readonly astray: boolean;
  /** How many pages there are; null where the header does not say, as it often does not. */
  readonly lastPage: number | null;
}

const RELATION = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/**
 * Takes what it understands of any text. An address of another origin, or that of the page itself, counts as none.
 * @param path that was asked, under the base URL.
 */
export function readLinks(header: string | undefined, baseUrl: string, path: string): Links {
  const found = new Map<string, string>();
  let astray = false;
  // No address contains the sign with which the next one begins.
  for (const part of (header ?? "").split("<").slice(1)) {
    const end = part.indexOf(">");
    const relation = end < 0 ? null : RELATION.exec(part.slice(end + 1));
    if (!relation) continue;
    const target = pathUnder(baseUrl, part.slice(0, end).trim(), path);
    for (const word of (relation[1] ?? relation[2] ?? "").toLowerCase().split(/\s+/)) {
      if (target !== null && !found.has(word)) found.set(word, target);
      astray ||= target === null && word === "next";
    }
  }
  const next = found.get("next") ?? null;
  // Written the way all others are, so that equal addresses are equal texts.
  const same = pathUnder(baseUrl, `${baseUrl}${path}`);
  const lastPage = pageOf(found.get("last"));
  if (next !== null && next === same) return { next: null, astray: true, lastPage };
  return { next, astray: next === null && astray, lastPage };
}

function pageOf(path: string | undefined): number | null {
  const page = /[?&]page=([1-9]\d{0,8})(?:&|$)/.exec(path ?? "")?.[1];
  return page === undefined ? null : Number(page);
}
