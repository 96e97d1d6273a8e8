/** The tenant's migrations for tests on Node; in workerd they are imported as texts. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Migration } from "../../objects/records/migrate.ts";

const FOLDER = join(import.meta.dirname, "../../migrations/tenant");

/** As they lie in migrations/tenant, of the repository or of a copy, in the order of their names. */
export function readTenantMigrations(folder = FOLDER): Migration[] {
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql") && !file.endsWith(".down.sql"))
    .sort()
    .map((file) => {
      const id = file.slice(0, -".sql".length);
      return { id, up: read(file), down: read(`${id}.down.sql`) };
    });
}
