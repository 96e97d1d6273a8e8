/** The commands of a page, run as somebody who reads it does. */
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { DEV_VARS, ROOT } from "../../scripts/paths.ts";
import { blocksOf } from "./guide.ts";
import { startServer } from "./server.ts";
import { runInShell, type ShellRun } from "./shell.ts";
import { shownWrongly } from "./shown.ts";

/** What became of a page's commands. */
export interface PageRun {
  /** Blocks of commands. */
  readonly commands: number;
  readonly ended: Omit<ShellRun, "outputs">;
  /** Where something else was printed than the page shows. */
  readonly wrong: readonly string[];
}

/** Runs the `bash` blocks of a page in order, in one shell, against a fresh server. */
export async function runPage(path: string): Promise<PageRun> {
  const commands = blocksOf(path).filter((block) => block.language === "bash");
  completeDevVars(DEV_VARS);
  const { OPERATOR_TOKEN = "" } = readDevVars(DEV_VARS, {}, 8787);
  // The commands read the operator's token from the file, so the server has to have the same.
  const server = await startServer({ OPERATOR_TOKEN });
  try {
    const scripts = commands.map(({ text }) => text);
    const { outputs, ...ended } = await runInShell(scripts, ROOT, { CROFT_URL: server.url });
    const wrong = commands.flatMap((command, index) => shownWrongly(command, outputs[index] ?? []));
    return { commands: commands.length, ended, wrong };
  } finally {
    await server.stop();
  }
}
