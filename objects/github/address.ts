/** Addresses under the base URL of GitHub's REST API; an Enterprise server has a path in it (`https://ghe.example.com/api/v3`). */

/** The whole address of a path under the base URL; null for what leaves it, or is no address of the web. */
export function addressUnder(baseUrl: string, path: string): string | null {
  if (!path.startsWith("/")) return null;
  const base = webUrl(baseUrl);
  const url = webUrl(`${baseUrl}${path}`);
  // Dots in a path can climb out of the base.
  return base && url && relativeTo(base, url) !== null ? url.href : null;
}

/**
 * Path and query of an address that an answer names (`Link`, `Location`), relative to the base URL; null for one of another
 * origin, to which no token may go. `from` is the path that was asked: addresses may be relative to it.
 */
export function pathUnder(baseUrl: string, address: string, from = "/"): string | null {
  const base = webUrl(baseUrl);
  const url = webUrl(address, `${baseUrl}${from}`);
  return base && url ? relativeTo(base, url) : null;
}

function relativeTo(base: URL, url: URL): string | null {
  const root = base.pathname.replace(/\/+$/, "");
  if (url.origin !== base.origin || !url.pathname.startsWith(`${root}/`)) return null;
  return `${url.pathname.slice(root.length)}${url.search}`;
}

function webUrl(address: string, from?: string): URL | null {
  try {
    const url = new URL(address, from);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    // A name and a password in an address would be sent along.
    return isWeb && url.username === "" && url.password === "" ? url : null;
  } catch {
    return null;
  }
}
