/** Texts that change with a deploy alone: made once an isolate, and answered with a strong ETag. */
import type { Context } from "hono";
import * as z from "zod";
import { sha256 } from "../auth/key-format.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { readParams } from "./params.ts";

export type Handler = (context: Context<AppBindings>) => Promise<Response>;

const NO_PARAMS = z.strictObject({});

interface Made {
  readonly text: string;
  readonly etag: string;
}

/**
 * Answers with what `make` returns, which is asked once.
 * @param headersOf what the answer says of itself; the media type among it.
 */
export function cachedText(
  make: () => string,
  headersOf: (context: Context<AppBindings>) => Readonly<Record<string, string>>,
): Handler {
  let made: Promise<Made> | null = null;
  return async (context) => {
    readParams(context.req.url, NO_PARAMS);
    made ??= tagged(make());
    const { text, etag } = await made;
    const headers = { ...headersOf(context), ETag: etag };
    const tags = (context.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    if (tags.includes("*") || tags.includes(etag)) return new Response(null, { status: 304, headers });
    return new Response(text, { headers });
  };
}

async function tagged(text: string): Promise<Made> {
  return { text, etag: `"${(await sha256(text)).slice(0, 32)}"` };
}
