/** The commands of docs/identity.md, run in order in one shell against a fresh server, and held against the answers it prints. */
import { expect, it } from "vitest";
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { DEV_VARS, ROOT } from "../../scripts/paths.ts";
import { blocksOf } from "../support/guide.ts";
import { startServer } from "../support/server.ts";
import { runInShell } from "../support/shell.ts";
import { shownWrongly } from "../support/shown.ts";

it("answers every command of the page on identity as it says", async () => {
  const examples = blocksOf("docs/identity.md").filter((block) => block.language === "bash");
  expect(examples).toHaveLength(6);
  completeDevVars(DEV_VARS);
  const { OPERATOR_TOKEN = "" } = readDevVars(DEV_VARS, {}, 0);
  const server = await startServer({ OPERATOR_TOKEN });
  try {
    const scripts = examples.map((example) => example.text);
    const { outputs, ...ended } = await runInShell(scripts, ROOT, { CROFT_URL: server.url });
    expect(ended).toEqual({ code: 0, problems: "" });
    expect(examples.flatMap((example, index) => shownWrongly(example, outputs[index] ?? []))).toEqual([]);
  } finally {
    await server.stop();
  }
});
