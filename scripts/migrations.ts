/** `npm run migrations`: writes the SQL of the changes in the Drizzle schemas as new numbered files below migrations/. */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import { migrationList, OBJECT_KINDS, type ObjectKind, wayDown } from "./object-migrations.ts";
import { ROOT } from "./paths.ts";
import { makeTablesStrict } from "./strict-tables.ts";
import { runTool } from "./tool.ts";

/** As drizzle-kit takes it, which refuses a pattern that no file matches. */
const configSchema = z.object({ default: z.object({ schema: z.union([z.string(), z.array(z.string())]) }) });

for (const name of [...OBJECT_KINDS, "directory", "auth"]) {
  const config = `drizzle.${name}.config.ts`;
  const { schema } = configSchema.parse(await import(join(ROOT, config))).default;
  const missing = [schema].flat().find((pattern) => globSync(pattern, { cwd: ROOT }).length === 0);
  if (missing !== undefined) {
    console.error(`${config} is skipped: there is no file ${missing}.`);
    continue;
  }
  const before = new Set(migrations());
  const code = await runTool("drizzle-kit", ["generate", "--config", config, ...process.argv.slice(2)]);
  if (code !== 0) process.exit(code);
  for (const file of migrations().filter((path) => !before.has(path))) {
    const sql = makeTablesStrict(readFileSync(join(ROOT, file), "utf8"));
    writeFileSync(join(ROOT, file), sql);
    const kind = OBJECT_KINDS.find((known) => file.startsWith(`migrations/${known}/`));
    if (kind) complete(kind, file, sql);
  }
}

/** Writes the way down of an object's migration, where that follows from it, and lists all of that kind. */
function complete(kind: ObjectKind, file: string, sql: string): void {
  const down = wayDown(sql);
  const path = file.replace(/\.sql$/, ".down.sql");
  if (down !== null) writeFileSync(join(ROOT, path), down);
  const ids = migrations()
    .filter((name) => name.startsWith(`migrations/${kind}/`) && !name.endsWith(".down.sql"))
    .map((name) => basename(name, ".sql"))
    .sort();
  const list = `objects/${kind}/migrations.ts`;
  writeFileSync(join(ROOT, list), migrationList(kind, ids));
  console.log(
    down === null
      ? `Listed in ${list}. Write ${path}: it must lead to exactly the schema before.`
      : `Wrote ${path}, and listed both in ${list}.`,
  );
}

function migrations(): string[] {
  return globSync("migrations/*/*.sql", { cwd: ROOT });
}
