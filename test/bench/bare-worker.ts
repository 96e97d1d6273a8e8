/** The bare Worker as workerd takes it: its files with their types stripped, and the options of Croft. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type { BuiltWorker } from "../../scripts/build.ts";
import { ROOT } from "../../scripts/paths.ts";

const SOURCES = join(import.meta.dirname, "bare");

/** Has all bindings and flags of `croft`, whether it uses them or not, so that the runtime does the same for both. */
export function bareWorker(croft: BuiltWorker): BuiltWorker {
  const root = join(ROOT, ".wrangler", "bench", "bare");
  mkdirSync(root, { recursive: true });
  const names = readdirSync(SOURCES).toSorted((a, b) => Number(b === "worker.ts") - Number(a === "worker.ts"));
  for (const name of names)
    writeFileSync(join(root, name), stripTypeScriptTypes(readFileSync(join(SOURCES, name), "utf8")));
  return {
    name: "bare",
    crons: [],
    options: croft.options,
    root,
    modules: names.map((name) => ({ type: "ESModule", path: join(root, name) })),
  };
}
