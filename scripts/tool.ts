import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

/** No telemetry, no banner, and no question to the internet where this machine is. */
export const QUIET_WRANGLER = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/**
 * Runs a tool of node_modules in the foreground, in the repository, and answers with its exit code; 1 if a signal ended it.
 * Signals sent to this process reach the tool. `environment` adds variables to those of this process.
 */
export async function runTool(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(join(ROOT, "node_modules", ".bin", name), args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...QUIET_WRANGLER, ...environment },
  });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on("SIGINT", forward).on("SIGTERM", forward);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    process.off("SIGINT", forward).off("SIGTERM", forward);
  }
}
