import { defineConfig } from "drizzle-kit";

/** Tables of a repository's object; the log is the one that a tenant has. */
export default defineConfig({
  dialect: "sqlite",
  schema: [
    "./src/resources/github/*.ts",
    "./src/resources/audit-log.ts",
    "./objects/records/tables.ts",
    "./objects/repository/tables.ts",
  ],
  out: "./migrations/repository",
});
