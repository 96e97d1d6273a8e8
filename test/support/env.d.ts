/** What vitest.config.ts adds to the bindings of wrangler.toml. */
declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
    TEST_AUTH_MIGRATIONS: import("cloudflare:test").D1Migration[];
    /** The database of croft-auth. */
    TEST_AUTH_DB: D1Database;
    /** The private key of the local Clerk, and its name. */
    TEST_CLERK_KEY: { readonly kid: string; readonly jwk: import("jose").JWK };
    /** See told-github.ts. */
    TEST_GITHUB: Fetcher;
  }
}

/** The same under the name that the sources use; `wrangler types` writes both. */
interface Env {
  TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  TEST_AUTH_MIGRATIONS: import("cloudflare:test").D1Migration[];
  TEST_AUTH_DB: D1Database;
  TEST_CLERK_KEY: { readonly kid: string; readonly jwk: import("jose").JWK };
  TEST_GITHUB: Fetcher;
}

/**
 * Tests see the globals of Workers and of Node at once. Both have this class, but only Node's says that its iterators have
 * `map`; without that a `URL` is no argument for `readFileSync`.
 */
interface URLSearchParams {
  entries(): import("node:url").URLSearchParamsIterator<[string, string]>;
  keys(): import("node:url").URLSearchParamsIterator<string>;
  values(): import("node:url").URLSearchParamsIterator<string>;
  [Symbol.iterator](): import("node:url").URLSearchParamsIterator<[string, string]>;
}

/** The text of a recorded conversation: in workerd a test cannot read files. */
declare module "*.ndjson?raw" {
  const text: string;
  export default text;
}
