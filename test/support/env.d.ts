/** What vitest.config.ts adds to the bindings of wrangler.toml. */
declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}

/** The same under the name that the sources use; `wrangler types` writes both. */
interface Env {
  TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
}
