/** `npm run check`: everything that reads the code without running it. Says all that is wrong, not the first thing alone. */
import { runTool } from "./tool.ts";
import { generateTypesIfStale } from "./worker-types.ts";

const steps: [title: string, run: () => Promise<number>][] = [
  ["types of the bindings", generateTypesIfStale],
  ["format and lint", () => runTool("biome", ["check", "--error-on-warnings"])],
  ["types of the Worker", () => runTool("tsc", ["-p", "tsconfig.json"])],
  ["types of the scripts", () => runTool("tsc", ["-p", "tsconfig.node.json"])],
  ["types of the tests", () => runTool("tsc", ["-p", "tsconfig.test.json"])],
  ["types of the dashboard", () => runTool("tsc", ["-p", "tsconfig.dashboard.json"])],
  ["types of the reference page", () => runTool("tsc", ["-p", "tsconfig.page.json"])],
  ["types of the client in a browser", () => runTool("tsc", ["-p", "tsconfig.package.json", "--noEmit"])],
  ["types of the browser tests", () => runTool("tsc", ["-p", "tsconfig.browser.json"])],
  ["unused files, exports and dependencies", () => runTool("knip", [])],
  [
    "structure and documents",
    () => runTool("vitest", ["run", "--project", "node", "test/unit/structure.test.ts", "test/unit/documents.test.ts"]),
  ],
];

const failed: string[] = [];
for (const [title, run] of steps) {
  console.log(`\n== ${title}`);
  if ((await run()) !== 0) failed.push(title);
}
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join("; ")}.`);
process.exit(failed.length === 0 ? 0 : 1);
