/** The README's examples, run in order in one shell against a fresh server, and held against the answers it prints. */
import { expect, it } from "vitest";
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { DEV_VARS, ROOT } from "../../scripts/paths.ts";
import { blocksOf } from "../support/guide.ts";
import { startServer } from "../support/server.ts";
import { runInShell } from "../support/shell.ts";
import { differences, parseShown, shownWrongly } from "../support/shown.ts";

it("answers every example of the README as it says", async () => {
  const examples = blocksOf("README.md").filter((block) => block.language === "bash");
  expect(examples.length).toBeGreaterThanOrEqual(8);
  completeDevVars(DEV_VARS);
  const { OPERATOR_TOKEN = "" } = readDevVars(DEV_VARS, {}, 8787);
  // The examples read the operator's token from the file, so the server has to have the same.
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

it("sees where an answer is not what is shown", () => {
  const shown = parseShown('{"id":"lead_…","at":"2026-11-21T03:49:25.714Z","score":0.5,"data":[{"value":1,…}]}');
  const found = { id: "lead_1", at: "2026-12-01T00:00:00.000Z", score: 1, data: [{ value: 1, other: 2 }] };
  expect(differences(shown, found, "line")).toEqual([]);
  expect(differences(shown, { ...found, id: "hum_1", data: [{ value: 2 }], more: 1 }, "line")).toEqual([
    "line.more: not shown",
    'line.id: "hum_1" instead of "lead_…"',
    "line.data[0].value: 2 instead of 1",
  ]);
});
