import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

/**
 * Runs a tool of node_modules in the foreground, in the repository, and answers with its exit code; 1 if a signal ended it.
 * Signals sent to this process reach the tool.
 */
export async function runTool(name: string, args: readonly string[]): Promise<number> {
  const child = spawn(join(ROOT, "node_modules", ".bin", name), args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
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
