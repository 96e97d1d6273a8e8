import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/directory/tables.ts",
  out: "./migrations/directory",
});
