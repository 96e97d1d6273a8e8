import { statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { runTool } from "./tool.ts";

const GENERATED = join(ROOT, "worker-configuration.d.ts");
/** What the types are made of: the bindings, the classes behind them, and the runtime's version. */
const SOURCES = [
  "wrangler.toml",
  "src/worker.ts",
  "src/auth/wrangler.toml",
  "src/auth/worker/worker.ts",
  "package-lock.json",
];

/** Generates worker-configuration.d.ts; answers with the exit code. */
export function generateTypes(): Promise<number> {
  // Without strict vars a variable is a string, not the literal that wrangler.toml happens to hold.
  // The second file says what is behind the binding of the first; the bindings it declares itself are not among the types.
  const configs = ["-c", "wrangler.toml", "-c", "src/auth/wrangler.toml"];
  return runTool("wrangler", ["types", "--strict-vars=false", ...configs]);
}

/** The same, if a source is newer than the types. */
export async function generateTypesIfStale(): Promise<number> {
  const generatedAt = statSync(GENERATED, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.some((source) => statSync(join(ROOT, source)).mtimeMs > generatedAt) ? generateTypes() : 0;
}
