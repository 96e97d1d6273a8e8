import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { buildDashboardIfStale, buildIfStale } from "./scripts/build.ts";
import { CLERK_APP, exportJwk, WEBHOOK_SECRET } from "./test/support/clerk.ts";
import { startClerkIssuer } from "./test/support/clerk-issuer.ts";
import { APP_ID, SERVICE_TOKEN } from "./test/support/github-credentials.ts";
import { GITHUB_WEBHOOK_SECRETS } from "./test/support/github-deliveries.ts";
import { startWorkerdGithub } from "./test/support/workerd-github.ts";

// Otherwise wrangler says for every test file that .dev.vars lacks what is bound below.
process.env.WRANGLER_LOG ??= "error";

const AUTH_SETTINGS = {
  PUBLIC_URL: "https://croft.test",
  AUTH_SECRETS: `1:${"a7".repeat(32)}`,
  ALLOWED_ORIGINS: "https://app.croft.test",
  LOG_LEVEL: "error",
  LOCAL_MAIL: "true",
  CLERK_WEBHOOK_SECRET: WEBHOOK_SECRET,
};

/** workerd as wrangler.toml describes it, with settings of its own: a developer's .dev.vars must not change a test. Beside it runs croft-auth as it is built. */
const workers = cloudflareTest(async () => {
  const auth = await buildIfStale("auth");
  buildDashboardIfStale();
  const clerk = await startClerkIssuer();
  const github = await startWorkerdGithub();
  return {
    wrangler: { configPath: "./wrangler.toml" },
    miniflare: {
      bindings: {
        TEST_MIGRATIONS: await readD1Migrations("./migrations/directory"),
        TEST_AUTH_MIGRATIONS: await readD1Migrations("./migrations/auth"),
        PUBLIC_URL: "https://croft.test",
        OPERATOR_TOKEN: "operator-token-of-the-tests-0123456789",
        KEY_MAC_SECRETS: `1:${"5e".repeat(32)}`,
        GITHUB_WEBHOOK_SECRETS: GITHUB_WEBHOOK_SECRETS.join(","),
        CREDENTIAL_SECRETS: `1:${"c5".repeat(32)}`,
        ALLOW_PRIVATE_ADDRESSES: "true",
        LOG_LEVEL: "error",
        ALLOWED_ORIGINS: "https://app.croft.test",
        GITHUB_API_URL: github.url,
        GITHUB_TOKEN: SERVICE_TOKEN,
        GITHUB_APP_ID: String(APP_ID),
        GITHUB_APP_PRIVATE_KEY: github.appKey,
        CLERK_ISSUER: clerk.url,
        CLERK_AUTHORIZED_PARTIES: CLERK_APP,
        // What signs there, so that tests sign as it does.
        TEST_CLERK_KEY: { kid: clerk.signer.kid, jwk: await exportJwk(clerk.signer.privateKey) },
      },
      // Tells that GitHub what to do; it runs here, in Node.
      serviceBindings: { TEST_GITHUB: github.obey },
      // The database of croft-auth once more, for its migrations alone.
      d1Databases: { TEST_AUTH_DB: "local-auth" },
      workers: [
        {
          ...auth.options,
          name: auth.name,
          bindings: AUTH_SETTINGS,
          modules: [...auth.modules],
          modulesRoot: auth.root,
        },
      ],
    },
  };
});

/** croft-auth itself in workerd, for tests that need to look inside. */
const authWorker = cloudflareTest(async () => ({
  wrangler: { configPath: "./src/auth/wrangler.toml" },
  miniflare: { bindings: { ...AUTH_SETTINGS, TEST_AUTH_MIGRATIONS: await readD1Migrations("./migrations/auth") } },
}));

/** For a machine that is busy with other things: what is waited for may take longer than the second that is usual. */
const PATIENT = { expect: { poll: { timeout: 20_000 } } };
/** A test that hangs still ends. */
const IN_WORKERD = { testTimeout: 60_000, ...PATIENT };

/** Each worker has a workerd beside it, and both wait for each other: two keep two cores busy. The same for all that run together. */
const TOGETHER = { maxWorkers: 2 };

/**
 * Bundling what the sources import once, instead of loading each module anew for every test file, takes a third of the time;
 * without `external` the bundler stops at "Could not load node:crypto".
 */
function bundled(include: readonly string[]) {
  const rolldownOptions = { external: [/^node:/, /^cloudflare:/] };
  return { deps: { optimizer: { ssr: { enabled: true, rolldownOptions, include: [...include] } } } };
}

/** Tests that keep to tenants of their own, and leave clocks, bindings and the directory as a whole alone. */
const OF_OWN_TENANTS = [
  "test/objects/acceptances.test.ts",
  "test/objects/filter-in-workerd.test.ts",
  "test/objects/follows-github.test.ts",
  "test/objects/invitations.test.ts",
  "test/objects/live-limits.test.ts",
  "test/objects/live-people.test.ts",
  "test/objects/live-property.test.ts",
  "test/objects/live.test.ts",
  "test/objects/members.test.ts",
  "test/objects/migrations.test.ts",
  "test/routes/aggregate.test.ts",
  "test/routes/auth-answers.test.ts",
  "test/routes/auth-requests.test.ts",
  "test/routes/auth-sessions.test.ts",
  "test/routes/auth.test.ts",
  "test/routes/batch.test.ts",
  "test/routes/bodies.test.ts",
  "test/routes/caller.test.ts",
  "test/routes/client.test.ts",
  "test/routes/conditional.test.ts",
  "test/routes/costs.test.ts",
  "test/routes/custom-fields.test.ts",
  "test/routes/dashboard.test.ts",
  "test/routes/docs.test.ts",
  "test/routes/enumeration.test.ts",
  "test/routes/escalation.test.ts",
  "test/routes/history.test.ts",
  "test/routes/idempotency.test.ts",
  "test/routes/invariants.test.ts",
  "test/routes/keys.test.ts",
  "test/routes/lists.test.ts",
  "test/routes/mail-links.test.ts",
  "test/routes/mass-assignment.test.ts",
  "test/routes/naughty.test.ts",
  "test/routes/openapi.test.ts",
  "test/routes/records.test.ts",
  "test/routes/relations.test.ts",
  "test/routes/replay.test.ts",
  "test/routes/requests.test.ts",
  "test/routes/row-rules.test.ts",
];

/** Tests that measure times, or how much a server takes. */
const MEASURING = [
  "test/faults/auth-soak.test.ts",
  "test/faults/ended-access.test.ts",
  "test/faults/live-close.test.ts",
  "test/faults/sign-in-timing.test.ts",
];

/** Takes long, and is a small file: where nothing is known of earlier runs, large ones are begun first. */
const LONG = "test/faults/bench.test.ts";

/** Begins with it, so that no core waits for it at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith(LONG);
    return (await super.sort(files)).sort((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

/** What croft's tests in workerd share. */
const IN_CROFT = {
  setupFiles: ["./test/support/setup.ts"],
  ...TOGETHER,
  ...IN_WORKERD,
  ...bundled([
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
    "jose",
    "libphonenumber-js/core",
    "partyserver",
    "ulid",
    "zod",
    "zod/mini",
  ]),
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    coverage: {
      provider: "istanbul",
      include: ["src/**/*.ts", "objects/**/*.ts"],
      exclude: ["src/dashboard/**", "src/cli/**"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 95 },
    },
    projects: [
      {
        test: {
          name: "node",
          include: ["test/unit/**/*.test.ts", "test/protocol/**/*.test.ts"],
          isolate: false,
          testTimeout: 60_000,
          ...TOGETHER,
        },
      },
      {
        plugins: [workers],
        test: {
          name: "workers",
          include: ["test/objects/**/*.test.ts", "test/routes/**/*.test.ts"],
          exclude: OF_OWN_TENANTS,
          ...IN_CROFT,
        },
      },
      {
        plugins: [workers],
        test: {
          name: "tenants",
          include: OF_OWN_TENANTS,
          // One workerd for all of them: to start it and to send it the modules takes longer than most of these files.
          isolate: false,
          ...IN_CROFT,
        },
      },
      {
        plugins: [authWorker],
        test: {
          name: "auth",
          include: ["test/auth/**/*.test.ts"],
          setupFiles: ["./test/support/auth-setup.ts"],
          ...TOGETHER,
          ...IN_WORKERD,
          // Each guess at a password is a hash, which takes a core for a twentieth of a second; tests of limits make hundreds.
          testTimeout: 180_000,
          ...bundled([
            "better-auth/adapters/drizzle",
            "better-auth/api",
            "better-auth/crypto",
            "better-auth/minimal",
            "drizzle-orm",
            "drizzle-orm/d1",
            "drizzle-orm/sqlite-core",
            "jose",
            "standardwebhooks",
            "ulid",
            "zod",
            "zod/mini",
          ]),
        },
      },
      {
        test: {
          name: "faults",
          include: MEASURING,
          fileParallelism: false,
          // After all others: these measure a server under load, and would starve what runs beside them.
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "servers",
          // Against servers of their own, what the Markdown shows and what a browser does too: each file waits more than it works.
          include: [
            "test/faults/**/*.test.ts",
            "test/client/**/*.test.ts",
            "test/docs/**/*.test.ts",
            "test/e2e/**/*.test.ts",
            "test/repositories/**/*.test.ts",
          ],
          exclude: MEASURING,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          ...PATIENT,
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
