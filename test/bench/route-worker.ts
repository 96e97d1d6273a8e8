/** A bare route of hono, and the same one with a credential, as workerd takes them: bundled, with the options of Croft. */
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { BuiltWorker } from "../../scripts/build.ts";
import { ROOT } from "../../scripts/paths.ts";

/** @param jwks public keys of access tokens, as JSON. */
export function routeWorker(croft: BuiltWorker, jwks: string): BuiltWorker {
  const root = join(ROOT, ".wrangler", "bench", "route");
  const path = join(root, "worker.js");
  buildSync({
    entryPoints: [join(import.meta.dirname, "route", "worker.ts")],
    outfile: path,
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
    define: { BENCH_JWKS: jwks },
  });
  return { name: "route", crons: [], options: croft.options, root, modules: [{ type: "ESModule", path }] };
}
