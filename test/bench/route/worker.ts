/** One route of hono, with nothing in front of it and once more behind Croft's own `authenticate`. */
import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { authenticate } from "../../../src/middleware/authenticate.ts";
import type { AppBindings } from "../../../src/middleware/variables.ts";

/** The binding of Croft's wrangler.toml wants a class. */
export class Tenant extends DurableObject {}

const answer = () => Response.json({ data: { status: "ok" }, meta: {} });
const app = new Hono<AppBindings>();
app.get("/bare", answer);
app.get("/verified", authenticate, (context) =>
  context.get("actor") ? answer() : new Response(null, { status: 401 }),
);

declare const BENCH_JWKS: object;
/** In place of croft-auth, so that thousands of people need not sign in first; it is asked as rarely as the real one. */
const AUTH = { jwks: async () => BENCH_JWKS, endedSince: async () => ({ position: 0, sessions: [] }) };
let bound: object | undefined;

export default {
  fetch(request: Request, env: object, context: ExecutionContext): Response | Promise<Response> {
    bound ??= { ...env, AUTH };
    return app.fetch(request, bound, context);
  },
};
