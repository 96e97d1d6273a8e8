import { defineConfig } from "drizzle-kit";

/** Tables of a tenant's object; migrations/README.md says how a migration is made from them. */
export default defineConfig({
  dialect: "sqlite",
  schema: ["./src/resources/!(*.*).ts", "./objects/records/tables.ts", "./objects/tenant/tables.ts"],
  out: "./migrations/tenant",
});
