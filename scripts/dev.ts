/** `npm run dev`: `wrangler dev` on http://localhost:8787, which reloads when the code changes. */
import { completeDevVars } from "./dev-vars.ts";
import { DEV_VARS, readPort, STATE } from "./paths.ts";
import { runTool } from "./tool.ts";

const port = readPort();
completeDevVars(DEV_VARS);
const migrate = ["d1", "migrations", "apply", "DIRECTORY", "--local", "--persist-to", STATE];
// In a terminal wrangler asks before it migrates, unless it believes that nobody is there.
const migrated = await runTool("wrangler", migrate, { CI: "true" });
if (migrated !== 0) process.exit(migrated);
process.exit(await runTool("wrangler", ["dev", "--ip", "127.0.0.1", "--port", String(port), "--persist-to", STATE]));
