/** `GET /docs`: the reference as a page, which draws itself from `/openapi.json` and `/asyncapi.json`. */
import type { Context } from "hono";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import styles from "../reference/page/docs.css";
import page from "../reference/page/docs.html";
import docs from "../reference/page/docs.js";
import dom from "../reference/page/dom.js";
import icon from "../reference/page/icon.svg";
import samples from "../reference/page/samples.js";
import schema from "../reference/page/schema.js";
import form from "../reference/page/try.js";
import views from "../reference/page/views.js";
import { cachedText, type Handler } from "./cached-text.ts";

/** The page loads what this Worker serves, and calls this Worker, and nothing else. Texts never become markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" } as const;

function file(text: string, type: keyof typeof TYPES): Handler {
  const headers = {
    // Asked for anew each time: files of two deploys do not fit each other.
    "Cache-Control": "no-cache",
    "Content-Type": `${TYPES[type]}; charset=utf-8`,
    "Content-Security-Policy": POLICY,
  };
  return cachedText(
    () => text,
    () => headers,
  );
}

export const showDocs = file(page, "html");

const FILES: ReadonlyMap<string, Handler> = new Map([
  ["docs.css", file(styles, "css")],
  ["icon.svg", file(icon, "svg")],
  ...Object.entries({ docs, dom, samples, schema, try: form, views }).map(
    ([name, text]) => [`${name}.js`, file(text, "js")] as const,
  ),
]);

/** A file of the page. */
export function showDocsFile(context: Context<AppBindings>): Promise<Response> {
  const show = FILES.get(context.req.param("file") ?? "");
  if (!show) throw new AppError("NOT_FOUND");
  return show(context);
}
