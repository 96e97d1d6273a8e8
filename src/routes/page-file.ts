/** Files of the pages that this Worker serves: texts that come with a deploy. */
import type { Context } from "hono";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { cachedText, type Handler } from "./cached-text.ts";

/** A page loads what this Worker serves, and calls this Worker, and nothing else. Texts never become markup. */
export const PAGE_POLICY = [
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

/** Answers with one of these texts. */
export function pageFile(text: string, type: keyof typeof TYPES): Handler {
  const headers = {
    // Asked for anew each time: files of two deploys do not fit each other.
    "Cache-Control": "no-cache",
    "Content-Type": `${TYPES[type]}; charset=utf-8`,
    "Content-Security-Policy": PAGE_POLICY,
  };
  return cachedText(
    () => text,
    () => headers,
  );
}

/** Answers the route `…/:file` with one of these, or NOT_FOUND. */
export function pageFiles(files: Readonly<Record<string, Handler>>): Handler {
  const handlers = new Map(Object.entries(files));
  return async (context: Context<AppBindings>) => {
    const show = handlers.get(context.req.param("file") ?? "");
    if (!show) throw new AppError("NOT_FOUND");
    return show(context);
  };
}
