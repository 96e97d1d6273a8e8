/** Route tables of objects: method, path below the object, handler. */
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "../../src/protocol/errors.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** One line of a table. Of two paths that match, the earlier one wins. */
export type Route<Handler> = readonly [method: Method, path: string, handler: Handler];

/** A handler with the parameters of its path. */
export interface FoundRoute<Handler> {
  readonly handler: Handler;
  readonly params: Record<string, string>;
}

const METHODS: readonly Method[] = ["GET", "POST", "PATCH", "PUT", "DELETE"];

/**
 * Makes the search over a table: from a method and a path below the object to the handler.
 * What it returns throws AppError NOT_FOUND, or METHOD_NOT_ALLOWED with `Allow`.
 * @param ownPaths paths that under another method must not be taken for a resource or a record of that name.
 */
export function routeTable<Handler>(
  routes: readonly Route<Handler>[],
  ownPaths: readonly string[],
): (method: string, path: string) => FoundRoute<Handler> {
  const router = new SmartRouter<Handler>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const [method, path, handler] of routes) router.add(method, path, handler);
  return (method, path) => {
    const own = ownPaths.includes(path);
    const matches = (other: string) => !own || routes.some((route) => route[0] === other && route[1] === path);
    const found = matches(method) ? firstMatch(router, method, path) : null;
    if (found) return found;
    const allowed = METHODS.filter((other) => matches(other) && firstMatch(router, other, path));
    if (allowed.length === 0) throw new AppError("NOT_FOUND");
    throw new AppError("METHOD_NOT_ALLOWED", { headers: { Allow: allowed.join(", ") } });
  };
}

function firstMatch<Handler>(router: SmartRouter<Handler>, method: string, path: string): FoundRoute<Handler> | null {
  const [matches, stash] = router.match(method, path);
  const [first] = matches;
  if (!first) return null;
  const [handler, indices] = first;
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(indices))
    params[name] = typeof value === "number" ? (stash?.[value] ?? "") : value;
  return { handler, params };
}
