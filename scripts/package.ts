/** `npm pack` runs this: what the npm package carries (the client and the types of the configured resources) goes to dist/. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { config } from "../src/croft.config.ts";
import { ROOT } from "./paths.ts";
import { resourceTypes } from "./resource-types.ts";
import { runTool } from "./tool.ts";

const DIST = join(ROOT, "dist");

rmSync(DIST, { recursive: true, force: true });
const compiled = await runTool("tsc", ["-p", "tsconfig.package.json"]);
if (compiled !== 0) process.exit(compiled);
writeFileSync(join(DIST, "resources.d.ts"), await resourceTypes(config.resources));
