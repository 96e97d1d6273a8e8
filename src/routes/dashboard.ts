/**
 * The dashboard: one page for all of its addresses, and the files that it is made of. Assets are asked for through the binding, since
 * on one machine nothing stands in front of the Worker that would serve them (docs/platform.md).
 */
import type { Context } from "hono";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { PAGE_POLICY } from "./page-file.ts";

/** Where it has pages. Links of mails lead to some of them; their paths and queries may hold a token, which is the page's alone. */
export const DASHBOARD_PAGES = [
  "/",
  "/sign-in",
  "/sign-up",
  "/key",
  "/account",
  "/account/password",
  "/invitations/:token",
  "/tenants",
  "/t/*",
  "/operators/*",
];

/** These, and the files that they are made of. */
export const DASHBOARD_PATHS = [...DASHBOARD_PAGES, "/assets/:file", "/theme.js"];

/** The page, whatever its address: the address belongs to the router in the page. */
export function showDashboard(context: Context<AppBindings>): Promise<Response> {
  return showFile(context, "/index.html", {
    // Asked for anew each time: it names the files of its own build.
    "Cache-Control": "no-cache",
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": PAGE_POLICY,
  });
}

/** A file whose name changes with what is in it. */
export function showDashboardFile(context: Context<AppBindings>): Promise<Response> {
  return showFile(context, new URL(context.req.url).pathname, {
    "Cache-Control": "public, max-age=31536000, immutable",
  });
}

/** What decides on the theme before the page is drawn. */
export function showThemeScript(context: Context<AppBindings>): Promise<Response> {
  return showFile(context, "/theme.js", { "Cache-Control": "no-cache" });
}

/** A file of the build: compressed as it lies there, where the browser takes that. @throws AppError NOT_FOUND */
async function showFile(
  context: Context<AppBindings>,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const asked = { "If-None-Match": context.req.header("if-none-match") ?? "" };
  const found = async (name: string) => {
    const answer = await context.env.ASSETS.fetch(new Request(new URL(name, context.req.url), { headers: asked }));
    return answer.status === 200 || answer.status === 304 ? answer : null;
  };
  const takesBrotli = /\bbr\b/.test(context.req.header("accept-encoding") ?? "");
  const [compressed, plain] = [takesBrotli ? await found(`${path}.br`) : null, () => found(path)];
  const answer = compressed ?? (await plain());
  if (!answer) throw new AppError("NOT_FOUND");
  const given = new Headers({ "Content-Type": typeOf(path), Vary: "Accept-Encoding", ...headers });
  const tag = answer.headers.get("etag");
  if (tag) given.set("ETag", tag);
  if (!compressed) return new Response(answer.body, { status: answer.status, headers: given });
  given.set("Content-Encoding", "br");
  return new Response(answer.body, { status: answer.status, headers: given, encodeBody: "manual" });
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
};

/** The media type by the name: the binding would tell that of the compressed file. */
function typeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
}
