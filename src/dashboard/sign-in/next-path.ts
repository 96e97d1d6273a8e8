/** Where to go on after signing in. */

/** A path of the page's own origin; `/` for anything else: a link must not lead whoever follows it to a foreign page. */
export function pathWithin(next: string | undefined, origin: string): string {
  if (next === undefined || !next.startsWith("/")) return "/";
  const url = new URL(next, origin);
  return url.origin === origin ? url.pathname + url.search : "/";
}

/** Where the link of a mail that confirms an address leads back to. Behind a link that is over, `error` stands there, too. */
export function confirmedPath(next: string | undefined): string {
  const search = new URLSearchParams({ confirmed: "yes", ...(next === undefined ? {} : { next }) });
  return `/sign-in?${search}`;
}
