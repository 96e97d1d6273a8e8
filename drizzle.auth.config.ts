import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/auth/worker/tables.ts",
  out: "./migrations/auth",
});
