/** The README's examples, run in order in one shell against a fresh server, and held against the answers it prints. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { DEV_VARS, ROOT } from "../../scripts/paths.ts";
import { startServer } from "../support/server.ts";

/** One `bash` block, with the lines of the `json` block behind it. */
interface Example {
  readonly script: string;
  readonly shown: readonly string[];
}

function readExamples(markdown: string): Example[] {
  const blocks = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, body = ""]) => ({
    language,
    body,
  }));
  return blocks.flatMap(({ language, body }, index) => {
    if (language !== "bash") return [];
    const next = blocks[index + 1];
    return [{ script: body, shown: next?.language === "json" ? next.body.trim().split("\n") : [] }];
  });
}

/** Stands between the outputs of two examples. */
const SEPARATOR = "\u001e";

/** Runs the examples; answers with the lines that each printed. */
async function run(examples: readonly Example[], url: string): Promise<string[][]> {
  const script = examples.map((example) => `${example.script}\nprintf '${SEPARATOR}'\n`).join("");
  const shell = spawn("bash", ["-e", "-o", "pipefail"], {
    cwd: ROOT,
    env: { ...process.env, CROFT_URL: url },
    stdio: ["pipe", "pipe", "pipe"],
  });
  shell.stdin.end(script);
  const [out, problems, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, "exit")]);
  expect({ code, problems }).toEqual({ code: 0, problems: "" });
  return out
    .split(SEPARATOR)
    .slice(0, -1)
    .map((output) => output.split("\n").filter((line) => line.trim() !== ""));
}

const LEFT_OUT = "…";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A line of the README as a value: `…` behind a comma means that fields were left out. */
function parseShown(line: string): unknown {
  return JSON.parse(line.replaceAll(/([,{])…(?=[}\]])/g, `$1"${LEFT_OUT}":true`));
}

/** Where an answer differs from what is shown. Ids, times and fractions differ from run to run: there the shape counts. */
function differences(shown: unknown, found: unknown, at: string): string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(found) || found.length !== shown.length) return [`${at}: not ${shown.length} items`];
    return shown.flatMap((item, index) => differences(item, found[index], `${at}[${index}]`));
  }
  if (isObject(shown)) {
    if (!isObject(found)) return [`${at}: not an object`];
    const names = Object.keys(shown).filter((name) => name !== LEFT_OUT);
    const more = Object.keys(found).filter((name) => !names.includes(name));
    const unexpected = LEFT_OUT in shown ? [] : more.map((name) => `${at}.${name}: not shown`);
    return [...unexpected, ...names.flatMap((name) => differences(shown[name], found[name], `${at}.${name}`))];
  }
  return isAlike(shown, found) ? [] : [`${at}: ${JSON.stringify(found)} instead of ${JSON.stringify(shown)}`];
}

function isAlike(shown: unknown, found: unknown): boolean {
  if (typeof shown === "number" && !Number.isInteger(shown)) return typeof found === "number";
  if (typeof shown !== "string" || typeof found !== "string") return shown === found;
  if (INSTANT.test(shown)) return INSTANT.test(found);
  const [start = "", end] = shown.split(LEFT_OUT);
  return end === undefined ? shown === found : found.startsWith(start) && found.endsWith(end);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

it("answers every example of the README as it says", async () => {
  const examples = readExamples(readFileSync(join(ROOT, "README.md"), "utf8"));
  expect(examples.length).toBeGreaterThanOrEqual(8);
  completeDevVars(DEV_VARS);
  const { OPERATOR_TOKEN = "" } = readDevVars(DEV_VARS, {});
  // The examples read the operator's token from the file, so the server has to have the same.
  const server = await startServer({ OPERATOR_TOKEN });
  try {
    const outputs = await run(examples, server.url);
    for (const [index, { script, shown }] of examples.entries()) {
      const output = outputs[index] ?? [];
      expect(output, script).toHaveLength(shown.length);
      const wrong = shown.flatMap((line, at) =>
        differences(parseShown(line), JSON.parse(output[at] ?? "null"), `line ${at + 1}`),
      );
      expect(wrong, script).toEqual([]);
    }
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
