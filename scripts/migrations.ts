/** `npm run migrations`: writes the SQL of the changes in the Drizzle schemas as new numbered files below migrations/. */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "./paths.ts";
import { makeTablesStrict } from "./strict-tables.ts";
import { migrationList, wayDown } from "./tenant-migrations.ts";
import { runTool } from "./tool.ts";

for (const config of ["drizzle.tenant.config.ts", "drizzle.directory.config.ts", "drizzle.auth.config.ts"]) {
  if (!existsSync(join(ROOT, config))) {
    console.error(`${config} does not exist: its schema has no generated migrations.`);
    continue;
  }
  const before = new Set(migrations());
  const code = await runTool("drizzle-kit", ["generate", "--config", config, ...process.argv.slice(2)]);
  if (code !== 0) process.exit(code);
  for (const file of migrations().filter((name) => !before.has(name))) {
    const path = join(ROOT, file);
    const sql = makeTablesStrict(readFileSync(path, "utf8"));
    writeFileSync(path, sql);
    if (file.startsWith("migrations/tenant/")) completeTenants(file, sql);
  }
}

function completeTenants(file: string, sql: string): void {
  const down = wayDown(sql);
  const path = file.replace(/\.sql$/, ".down.sql");
  if (down !== null) writeFileSync(join(ROOT, path), down);
  const ids = migrations()
    .filter((name) => name.startsWith("migrations/tenant/") && !name.endsWith(".down.sql"))
    .map((name) => basename(name, ".sql"))
    .sort();
  writeFileSync(join(ROOT, "objects", "tenant", "migrations.ts"), migrationList(ids));
  console.log(
    down === null
      ? `Listed in objects/tenant/migrations.ts. Write ${path}: it must lead to exactly the schema before.`
      : `Wrote ${path}, and listed both in objects/tenant/migrations.ts.`,
  );
}

function migrations(): string[] {
  return globSync("migrations/*/*.sql", { cwd: ROOT });
}
