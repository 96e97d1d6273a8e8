/** What full-text search makes of the words a person typed: one meaning for a tenant's own search and for the directory's. */

/** What of a query is looked at: a longer one costs more than it finds. */
export const SEARCH_LIMITS = { characters: 200, terms: 16 } as const;

/**
 * A snippet is plain text around the first match: this many words, and what stands for text that was left out.
 * It carries no marks; whoever shows it knows the words that were searched.
 */
export const SNIPPET = { words: 16, gap: "…" } as const;

/**
 * The FTS5 query for what a person typed: every word must occur, each as the beginning of a word.
 * Raw FTS5 syntax (`"`, `*`, `NEAR(`, `col:`, `-x`) is an SQL error in a query, so each term becomes a quoted string.
 * @returns null when no word holds a letter or digit: then nothing matches.
 */
export function ftsQuery(q: string): string | null {
  const typed = Array.from(plainText(q)).slice(0, SEARCH_LIMITS.characters).join("");
  const terms = typed.split(/\s+/u).filter((term) => /[\p{L}\p{N}]/u.test(term));
  if (terms.length === 0) return null;
  return terms
    .slice(0, SEARCH_LIMITS.terms)
    .map((term) => `"${term.replaceAll('"', '""')}"*`)
    .join(" ");
}

/**
 * Text as it may be indexed or searched: control characters become spaces, half surrogate pairs U+FFFD.
 * SQLite ends a query at NUL, and UTF-8 has no form for half a pair.
 */
export function plainText(value: string): string {
  return value.toWellFormed().replace(/\p{Cc}/gu, " ");
}
