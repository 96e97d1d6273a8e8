/**
 * One server of a benchmark: a Worker in workerd, started as `npm start` starts Croft, in a process group of its own. Told what to
 * serve in its first argument; says `{ runtime }`, the process id of workerd, when it answers. Ends with the process that started it.
 */
import { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import * as z from "zod";
import { buildIfStale } from "../../scripts/build.ts";
import { applyMigrations } from "../../scripts/d1-migrations.ts";
import { DIRECTORY_MIGRATIONS } from "../../scripts/paths.ts";
import { startRuntime } from "../../scripts/runtime.ts";
import { bareWorker } from "./bare-worker.ts";
import { emptyAuth } from "./empty-auth.ts";
import { routeWorker } from "./route-worker.ts";

const orderSchema = z.object({
  kind: z.enum(["croft", "bare", "route"]),
  state: z.string(),
  port: z.int(),
  inspectorPort: z.int().optional(),
  withoutDirectory: z.boolean().optional(),
  withoutAuth: z.boolean().optional(),
  settings: z.record(z.string(), z.string()),
  jwks: z.string().optional(),
});
const createdSchema = z.object({ process: z.instanceof(ChildProcess) });

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ""));
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
let runtimeProcess: ChildProcess | undefined;
subscribe("child_process", (message) => {
  const { process: child } = createdSchema.parse(message);
  child.once("spawn", () => {
    if (child.spawnfile.includes("workerd")) runtimeProcess = child;
  });
});

const croft = await buildIfStale();
const worker = {
  croft: () => croft,
  bare: () => bareWorker(croft),
  route: () => routeWorker(croft, order.jwks ?? '{"keys":[]}'),
}[order.kind]();
const auth = await buildIfStale("auth");
const runtime = startRuntime({ ...order, worker, auth: order.withoutAuth ? emptyAuth(auth) : auth });
await runtime.ready;
if (order.kind === "croft" && !order.withoutDirectory)
  await applyMigrations(await runtime.getD1Database("DIRECTORY"), DIRECTORY_MIGRATIONS);
process.send?.({ runtime: runtimeProcess?.pid ?? 0 });
