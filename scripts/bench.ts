/** `npm run bench`: how Croft compares with a bare Worker that does the same work. */
import { runBench } from "../test/bench/run.ts";

try {
  await runBench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
