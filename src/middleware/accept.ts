/** Answers are JSON; a client that accepts no JSON is told so before anything happens. */
import { createMiddleware } from "hono/factory";
import { AppError } from "../protocol/errors.ts";
import type { AppBindings } from "./variables.ts";

export const acceptJson = createMiddleware<AppBindings>(async (context, next) => {
  const accept = context.req.header("accept");
  if (accept !== undefined && accept.trim() !== "" && !acceptsJson(accept)) throw new AppError("NOT_ACCEPTABLE");
  await next();
});

/** Whether an `Accept` header lets `application/json` through. */
export function acceptsJson(accept: string): boolean {
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
  const best = ["application/json", "application/*", "*/*"].find((type) => qualities.has(type));
  return best !== undefined && (qualities.get(best) ?? 0) > 0;
}

function quality(params: readonly string[]): number {
  const value = params.find((param) => param.startsWith("q="));
  return value === undefined ? 1 : Number(value.slice(2)) || 0;
}
