/**
 * `npm test`: all tests, with coverage. With arguments, which go to vitest, only what they select and without coverage, as its
 * threshold holds for the whole. What reads the code without running it is in `npm run check`.
 */
import { runTool } from "./tool.ts";
import { generateTypesIfStale } from "./worker-types.ts";

const args = process.argv.slice(2);
const generated = await generateTypesIfStale();
if (generated !== 0) process.exit(generated);
const everything = ["--coverage", "--reporter=default", "--reporter=json", "--outputFile.json=coverage/tests.json"];
process.exit(await runTool("vitest", ["run", ...(args.length > 0 ? args : everything)]));
