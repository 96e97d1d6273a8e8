/** What a run was made on and with. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";
import * as z from "zod";

/** Names and versions, ready to be shown. */
export type Facts = readonly (readonly [name: string, value: string])[];

const manifestSchema = z.object({ version: z.string() });

export function describeMachine(): Facts {
  const processors = cpus();
  const wrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const versionOf = (name: string, from: NodeJS.Require = wrangler) =>
    manifestSchema.parse(JSON.parse(readFileSync(from.resolve(`${name}/package.json`), "utf8"))).version;
  return [
    ["processor", `${processors[0]?.model.trim() ?? "unknown"}, ${processors.length} cores`],
    ["memory", `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ["kernel", `${type()} ${release()}`],
    ["node", process.versions.node],
    ["workerd", versionOf("workerd")],
    ["wrangler", versionOf("wrangler", createRequire(import.meta.url))],
  ];
}
