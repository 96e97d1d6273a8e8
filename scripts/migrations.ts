/** `npm run migrations`: writes the SQL of the changes in the Drizzle schemas as new numbered files below migrations/. */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { makeTablesStrict } from "./strict-tables.ts";
import { runTool } from "./tool.ts";

for (const config of ["drizzle.tenant.config.ts", "drizzle.directory.config.ts"]) {
  if (!existsSync(join(ROOT, config))) {
    console.error(`${config} does not exist: its schema has no generated migrations.`);
    continue;
  }
  const before = new Set(migrations());
  const code = await runTool("drizzle-kit", ["generate", "--config", config, ...process.argv.slice(2)]);
  if (code !== 0) process.exit(code);
  for (const file of migrations().filter((name) => !before.has(name))) {
    const path = join(ROOT, file);
    writeFileSync(path, makeTablesStrict(readFileSync(path, "utf8")));
  }
}

function migrations(): string[] {
  return globSync("migrations/*/*.sql", { cwd: ROOT });
}
