/** `npm run check`: everything that reads the code without running it. Says all that is wrong, not the first thing alone. */
import { runTool } from "./tool.ts";
import { generateTypesIfStale } from "./worker-types.ts";

type Step = readonly [title: string, run: () => Promise<number>];

const tsc = (...args: string[]) => runTool("tsc", ["-p", ...args]);

/** Takes one core for as long as all others take together. */
const BESIDE: readonly Step[] = [["unused files, exports and dependencies", () => runTool("knip", [])]];

const STEPS: readonly Step[] = [
  ["format and lint", () => runTool("biome", ["check", "--error-on-warnings"])],
  ["types of the Worker", () => tsc("tsconfig.json")],
  ["types of the scripts", () => tsc("tsconfig.node.json")],
  ["types of the tests", () => tsc("tsconfig.test.json")],
  ["types of the dashboard", () => tsc("tsconfig.dashboard.json")],
  ["types of the reference page", () => tsc("tsconfig.page.json")],
  ["types of the client in a browser", () => tsc("tsconfig.package.json", "--noEmit")],
  ["types of the browser tests", () => tsc("tsconfig.browser.json")],
  [
    "structure and documents",
    () => runTool("vitest", ["run", "--project", "node", "test/unit/structure.test.ts", "test/unit/documents.test.ts"]),
  ],
];

const failed: string[] = [];

async function take(steps: readonly Step[]): Promise<void> {
  for (const [title, run] of steps) {
    const passed = (await run()) === 0;
    if (!passed) failed.push(title);
    console.log(`== ${title}: ${passed ? "passed" : "failed"}`);
  }
}

// The others read them.
await take([["types of the bindings", generateTypesIfStale]]);
await Promise.all([take(BESIDE), take(STEPS)]);
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join("; ")}.`);
process.exit(failed.length === 0 ? 0 : 1);
