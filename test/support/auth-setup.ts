import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { database } from "../../src/auth/worker/bindings.ts";

// Storage is kept per test file, so every file starts with nobody.
await applyD1Migrations(database, env.TEST_AUTH_MIGRATIONS);
