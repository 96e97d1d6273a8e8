/** Whatever is thrown becomes an answer of the contract; what was not meant for a client stays in the log. */
import type { Context } from "hono";
import { log } from "../log.ts";
import { AppError } from "../protocol/errors.ts";
import { JSON_MEDIA_TYPE } from "../response-headers.ts";
import type { AppBindings } from "./variables.ts";

export function onError(error: Error, context: Context<AppBindings>): Response {
  const known = error instanceof AppError ? error : new AppError("INTERNAL", { cause: error });
  const requestId = context.get("requestId");
  if (known.status >= 500) log("error", { event: "error", requestId, code: known.code, cause: known.cause ?? error });
  return Response.json(
    { error: known.body(requestId) },
    {
      status: known.status,
      headers: { "Content-Type": JSON_MEDIA_TYPE, ...known.headers },
    },
  );
}

export function onNotFound(context: Context<AppBindings>): Response {
  return onError(new AppError("NOT_FOUND"), context);
}

/** Answers for a path whose other methods exist. `allowed` is the `Allow` header. */
export function onMethodMissing(allowed: string): (context: Context<AppBindings>) => Response {
  return (context) => onError(new AppError("METHOD_NOT_ALLOWED", { headers: { Allow: allowed } }), context);
}
