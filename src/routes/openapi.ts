/** `GET /openapi.json` and `GET /asyncapi.json`: the reference, made once an isolate from the definitions. */
import type { Context } from "hono";
import { z } from "zod";
import { ROUTES } from "../../objects/tenant/routes.ts";
import { sha256 } from "../auth/key-format.ts";
import { config } from "../croft.config.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { asyncApi } from "../reference/asyncapi.ts";
import { openApi } from "../reference/openapi.ts";
import { readParams } from "./params.ts";

/** Documents change with a deploy alone; a browser or a proxy may keep them this long before it asks again. */
const CACHE_CONTROL = "public, max-age=300";

type Handler = (context: Context<AppBindings>) => Promise<Response>;

export const showOpenApi: Handler = documentOf(() => openApi(config, ROUTES));
export const showAsyncApi: Handler = documentOf(() => asyncApi(config));

/** Answers with what `build` makes, which is asked once. */
function documentOf(build: () => object): Handler {
  let made: Promise<{ text: string; etag: string }> | null = null;
  return async (context) => {
    readParams(context.req.url, z.strictObject({}));
    made ??= written(build());
    const { text, etag } = await made;
    const headers = { ETag: etag, "Cache-Control": CACHE_CONTROL };
    const tags = (context.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    if (tags.includes("*") || tags.includes(etag)) return new Response(null, { status: 304, headers });
    return new Response(text, { headers: { ...headers, "Content-Type": "application/json; charset=utf-8" } });
  };
}

async function written(document: object): Promise<{ text: string; etag: string }> {
  const text = JSON.stringify(document);
  return { text, etag: `"${(await sha256(text)).slice(0, 32)}"` };
}
