/** The commands of a document, run as a reader does: one after the other in one shell. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Stands between the outputs of two scripts. */
const SEPARATOR = "\u001e";

/** What a shell printed. */
export interface ShellRun {
  readonly code: unknown;
  readonly problems: string;
  /** For each script that ended, the lines it printed, without the empty ones. */
  readonly outputs: readonly (readonly string[])[];
}

/** Runs scripts in one shell, which ends at the first command that fails. `environment` adds to that of this process. */
export async function runInShell(
  scripts: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<ShellRun> {
  const shell = spawn("bash", ["-e", "-o", "pipefail"], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  shell.stdin.end(scripts.map((script) => `${script}\nprintf '${SEPARATOR}'\n`).join(""));
  const [out, problems, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, "exit")]);
  const outputs = out
    .split(SEPARATOR)
    .slice(0, -1)
    .map((output) => output.split("\n").filter((line) => line.trim() !== ""));
  return { code, problems, outputs };
}
