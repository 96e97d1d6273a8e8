import { defineConfig } from "drizzle-kit";

/** Tables of a repository's object; migrations/README.md says how a migration is made from them. */
export default defineConfig({
  dialect: "sqlite",
  schema: [
    "./src/resources/github/*.ts",
    "./src/resources/audit-log.ts",
    "./src/resources/error-log.ts",
    "./objects/records/tables.ts",
    "./objects/repository/tables.ts",
  ],
  out: "./migrations/repository",
});
