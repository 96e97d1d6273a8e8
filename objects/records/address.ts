/**
 * Path and query of a request's address. The routing Worker forwards plain paths alone, so slicing the text is enough;
 * a URL object for every request cost as much as finding its route.
 */
export interface Address {
  readonly path: string;
  /** With its question mark; empty where there is no query. */
  readonly search: string;
}

/** @param url absolute, as requests carry it. */
export function addressOf(url: string): Address {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", start);
  return end < 0 ? { path: url.slice(start), search: "" } : { path: url.slice(start, end), search: url.slice(end) };
}
