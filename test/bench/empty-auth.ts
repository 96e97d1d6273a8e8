/** An empty Worker in the place of croft-auth, for what is measured without it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuiltWorker } from "../../scripts/build.ts";
import { ROOT } from "../../scripts/paths.ts";

const TEXT = `import { WorkerEntrypoint } from "cloudflare:workers";
export class Accounts extends WorkerEntrypoint {}
export default { fetch: () => new Response(null, { status: 404 }) };
`;

export function emptyAuth({ name, options }: BuiltWorker): BuiltWorker {
  const root = join(ROOT, ".wrangler", "bench", "empty-auth");
  const path = join(root, "worker.js");
  mkdirSync(root, { recursive: true });
  writeFileSync(path, TEXT);
  const { compatibilityDate, compatibilityFlags } = options;
  return {
    name,
    crons: [],
    options: { compatibilityDate, compatibilityFlags },
    root,
    modules: [{ type: "ESModule", path }],
  };
}
