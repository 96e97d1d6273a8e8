/** `npm run dev`: `wrangler dev` on http://localhost:8787, which reloads when the code changes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeDevVars, readDevVars } from "./dev-vars.ts";
import { DEV_VARS, readPort, STATE, WRANGLER_TOMLS } from "./paths.ts";
import { runTool } from "./tool.ts";

const port = readPort();
completeDevVars(DEV_VARS);
const settings = readDevVars(DEV_VARS, process.env, port);
for (const [name, config] of [
  ["DIRECTORY", WRANGLER_TOMLS.croft],
  ["DB", WRANGLER_TOMLS.auth],
] as const) {
  // In a terminal wrangler asks before it migrates, unless it believes that nobody is there.
  const migrate = ["d1", "migrations", "apply", name, "-c", config, "--local", "--persist-to", STATE];
  const migrated = await runTool("wrangler", migrate, { CI: "true" });
  if (migrated !== 0) process.exit(migrated);
}
const configs = ["-c", WRANGLER_TOMLS.croft, "-c", WRANGLER_TOMLS.auth];
// wrangler looks for .dev.vars beside each configuration, and gives --var to the first Worker alone: the second reads files.
const filledIn = join(STATE, "public-url.env");
writeFileSync(filledIn, `PUBLIC_URL=${settings.PUBLIC_URL}\n`);
const variables = ["--env-file", DEV_VARS, "--env-file", filledIn, "--var", `PUBLIC_URL:${settings.PUBLIC_URL}`];
const address = ["--ip", "127.0.0.1", "--port", String(port), "--persist-to", STATE];
process.exit(await runTool("wrangler", ["dev", ...configs, ...variables, ...address]));
