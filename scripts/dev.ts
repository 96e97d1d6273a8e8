/**
 * `npm run dev`: http://localhost:8787, where the dashboard changes under one's hands (Vite) and the Workers are built anew when
 * the code changes (`wrangler dev`, behind it). One address for both, since the session's cookie and its origin are bound to it.
 */
import { writeFileSync } from "node:fs";
import { createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { createServer, type ProxyOptions, type ViteDevServer } from "vite";
import * as z from "zod";
import { buildDashboardIfStale } from "./build.ts";
import { completeDevVars, readDevVars } from "./dev-vars.ts";
import { DEV_VARS, ROOT, readPort, STATE, WRANGLER_TOMLS } from "./paths.ts";
import { runTool } from "./tool.ts";

/** What the Workers answer; everything else is the dashboard. */
const WORKERS = "^/(?:v1|auth|docs|account|invitations|webhooks|dev|openapi\\.json|asyncapi\\.json|healthz)(?:[/?]|$)";

const port = readPort();
completeDevVars(DEV_VARS);
const settings = readDevVars(DEV_VARS, process.env, port);
await migrate();
// wrangler.toml names its directory, which has to exist.
buildDashboardIfStale();
const workers = await freePort();
const vite = await serveDashboard(`http://127.0.0.1:${workers}`);
console.log(`The dashboard and the Workers are on http://localhost:${port}`);
const ended = await runTool("wrangler", ["dev", ...(await wranglerArguments(workers))]);
await vite.close();
process.exit(ended);

async function migrate(): Promise<void> {
  for (const [name, config] of [
    ["DIRECTORY", WRANGLER_TOMLS.croft],
    ["DB", WRANGLER_TOMLS.auth],
  ] as const) {
    // In a terminal wrangler asks before it migrates, unless it believes that nobody is there.
    const args = ["d1", "migrations", "apply", name, "-c", config, "--local", "--persist-to", STATE];
    const migrated = await runTool("wrangler", args, { CI: "true" });
    if (migrated !== 0) process.exit(migrated);
  }
}

function serveDashboard(target: string): Promise<ViteDevServer> {
  // The address stays as the browser wrote it: sessions and sockets are for that one alone.
  const behind: ProxyOptions = { target, ws: true, changeOrigin: false };
  return createServer({
    configFile: join(ROOT, "vite.config.ts"),
    server: { host: "localhost", port, strictPort: true, proxy: { [WORKERS]: behind } },
  }).then((server) => server.listen());
}

async function wranglerArguments(inner: number): Promise<string[]> {
  const configs = ["-c", WRANGLER_TOMLS.croft, "-c", WRANGLER_TOMLS.auth];
  // wrangler looks for .dev.vars beside each configuration, and gives --var to the first Worker alone: the second reads files.
  const filledIn = join(STATE, "public-url.env");
  writeFileSync(filledIn, `PUBLIC_URL=${settings.PUBLIC_URL}\n`);
  const variables = ["--env-file", DEV_VARS, "--env-file", filledIn, "--var", `PUBLIC_URL:${settings.PUBLIC_URL}`];
  return [...configs, ...variables, "--ip", "127.0.0.1", "--port", String(inner), "--persist-to", STATE];
}

/** A port that nobody uses, for wrangler, which only Vite has to find. */
async function freePort(): Promise<number> {
  const probe = createSocketServer().listen(0, "127.0.0.1");
  await new Promise((listening) => probe.once("listening", listening));
  const address = z.object({ port: z.int() }).parse(probe.address());
  await new Promise((closed) => probe.close(closed));
  return address.port;
}
