/**
 * `npm test`: all tests, with coverage. With arguments, which go to vitest, only what they select and without coverage, as its
 * threshold holds for the whole. Installs the browser of the end-to-end tests where they run and it is missing. What reads the
 * code without running it is in `npm run check`.
 */
import { ensureChromium } from "./chromium.ts";
import { runTool } from "./tool.ts";
import { generateTypesIfStale } from "./worker-types.ts";

const args = process.argv.slice(2);
const generated = await generateTypesIfStale();
if (generated !== 0) process.exit(generated);
const everything = ["--coverage", "--reporter=default", "--reporter=json", "--outputFile.json=coverage/tests.json"];
process.exit(await runTool("vitest", ["run", ...(args.length > 0 ? args : everything)], browserFor(args)));

/** Which browser the end-to-end tests drive, where they are among those that run. */
function browserFor(args: readonly string[]): Record<string, string> {
  const needed = args.length === 0 || args.some((argument) => argument.includes("e2e"));
  try {
    return needed ? { CHROMIUM: ensureChromium() } : {};
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
