import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

// Otherwise wrangler says for every test file that .dev.vars lacks what is bound below.
process.env.WRANGLER_LOG ??= "error";

/** workerd as wrangler.toml describes it, with settings of its own: a developer's .dev.vars must not change a test. */
const workers = cloudflareTest(async () => ({
  wrangler: { configPath: "./wrangler.toml" },
  miniflare: {
    bindings: {
      TEST_MIGRATIONS: await readD1Migrations("./migrations/directory"),
      OPERATOR_TOKEN: "operator-token-of-the-tests-0123456789",
      KEY_MAC_SECRETS: `1:${"5e".repeat(32)}`,
      ALLOW_PRIVATE_ADDRESSES: "true",
      LOG_LEVEL: "error",
      ALLOWED_ORIGINS: "https://app.croft.test",
      // A name that never resolves: a test that forgot to stand in for GitHub fails instead of calling it.
      GITHUB_API_URL: "https://api.github.invalid",
    },
  },
}));

export default defineConfig({
  test: {
    coverage: {
      provider: "istanbul",
      include: ["src/**/*.ts", "objects/**/*.ts"],
      exclude: ["src/dashboard/**", "src/cli/**"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 95 },
    },
    projects: [
      {
        test: { name: "node", include: ["test/unit/**/*.test.ts", "test/protocol/**/*.test.ts"], testTimeout: 30_000 },
      },
      {
        plugins: [workers],
        test: {
          name: "workers",
          include: ["test/objects/**/*.test.ts", "test/routes/**/*.test.ts"],
          setupFiles: ["./test/support/setup.ts"],
          // For a machine that is busy with other things; a test that hangs still ends.
          testTimeout: 30_000,
          // Bundling what src and objects import once, instead of loading each module anew for every test file, takes a third
          // of the time; without `external` the bundler stops at "Could not load node:crypto".
          deps: {
            optimizer: {
              ssr: {
                enabled: true,
                rolldownOptions: { external: [/^node:/, /^cloudflare:/] },
                include: [
                  "@cfworker/json-schema",
                  "drizzle-orm",
                  "drizzle-orm/sqlite-core",
                  "fast-check",
                  "hono",
                  "hono/cors",
                  "hono/factory",
                  "hono/router/reg-exp-router",
                  "hono/router/smart-router",
                  "hono/router/trie-router",
                  "libphonenumber-js/core",
                  "partyserver",
                  "ulid",
                  "zod",
                  "zod/mini",
                ],
              },
            },
          },
        },
      },
      {
        test: {
          name: "faults",
          include: ["test/faults/**/*.test.ts", "test/client/**/*.test.ts"],
          fileParallelism: false,
          // After all others: these measure a server under load, and would starve what runs beside them.
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          // After the faults: a browser and a server share the machine, and the tests wait for what they show.
          sequence: { groupOrder: 2 },
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
