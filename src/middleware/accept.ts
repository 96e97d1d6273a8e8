/** A client that accepts none of the media types that a path answers with is told so before anything happens. */
import { createMiddleware } from "hono/factory";
import { AppError } from "../protocol/errors.ts";
import type { AppBindings } from "./variables.ts";

const JSON_ALONE = ["application/json"];

const PAGES =
  /^\/(?:|docs|account|account\/password|invitations\/.+|sign-in|sign-up|key|tenants|(?:t|operators)(?:\/.*)?)$/;
const FILES = /^\/(?:docs|account|assets)\/|^\/theme\.js$/;

/** The media types of what is no envelope of JSON, the usual one first. */
function typesOf(path: string): readonly string[] {
  if (path === "/openapi.json") return [...JSON_ALONE, "application/vnd.oai.openapi+json"];
  if (path === "/asyncapi.json") return [...JSON_ALONE, "application/vnd.aai.asyncapi+json"];
  if (path === "/dev/mail") return ["text/html", ...JSON_ALONE];
  if (PAGES.test(path)) return ["text/html"];
  return FILES.test(path) ? ["text/html", "text/css", "text/javascript", "image/svg+xml"] : JSON_ALONE;
}

export const acceptable = createMiddleware<AppBindings>(async (context, next) => {
  const accept = context.req.header("accept");
  if (accept !== undefined && accept.trim() !== "") {
    const types = typesOf(context.req.path);
    if (preferred(accept, types) === null)
      throw new AppError("NOT_ACCEPTABLE", types === JSON_ALONE ? {} : { message: `Answers are ${types.join(", ")}.` });
  }
  await next();
});

/** The first of these media types that an `Accept` header lets through with the highest quality, or null. */
export function preferred(accept: string, types: readonly string[]): string | null {
  const ranges = accept
    .toLowerCase()
    .split(",")
    .map((range) =>
      range
        .trim()
        .split(";")
        .map((part) => part.trim()),
    );
  const qualities = new Map(ranges.map(([type = "", ...params]) => [type, quality(params)]));
  const rank = (type: string) => {
    const range = [type, `${type.split("/")[0]}/*`, "*/*"].find((each) => qualities.has(each));
    return range === undefined ? 0 : (qualities.get(range) ?? 0);
  };
  const [best] = types.filter((type) => rank(type) > 0).sort((a, b) => rank(b) - rank(a));
  return best ?? null;
}

function quality(params: readonly string[]): number {
  const value = params.find((param) => param.startsWith("q="));
  return value === undefined ? 1 : Number(value.slice(2)) || 0;
}
