import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

// The first file of a workerd starts with an empty directory of the current shape, and without people.
await applyD1Migrations(env.DIRECTORY, env.TEST_MIGRATIONS);
await applyD1Migrations(env.TEST_AUTH_DB, env.TEST_AUTH_MIGRATIONS);
