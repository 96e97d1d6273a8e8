/** `npm start`: serves the built Workers on http://localhost:8787 until it is stopped. Needs no terminal. */
import { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { parseAuthEnv } from "../src/auth/worker/env.ts";
import { parseEnv } from "../src/env.ts";
import { buildIfStale } from "./build.ts";
import { isDue } from "./cron.ts";
import { applyMigrations } from "./d1-migrations.ts";
import { completeDevVars, readDevVars } from "./dev-vars.ts";
import { AUTH_MIGRATIONS, DEV_VARS, DIRECTORY_MIGRATIONS, readPort, STATE } from "./paths.ts";
import { type Runtime, startRuntime } from "./runtime.ts";
import { claimState, type StateClaim } from "./state-owner.ts";

const MINUTE = 60_000;
const createdSchema = z.object({ process: z.instanceof(ChildProcess) });

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(): Promise<void> {
  stopOnSignal();
  const port = readPort();
  const added = completeDevVars(DEV_VARS);
  if (added.length > 0) console.log(`Wrote ${added.join(", ")} to .dev.vars.`);
  const settings = readDevVars(DEV_VARS, process.env, port);
  parseEnv(settings);
  parseAuthEnv(settings);
  const claim = await claimState(STATE);
  process.on("exit", claim.release);
  await assertFree(port);
  const worker = await buildIfStale("croft");
  const auth = await buildIfStale("auth");
  noteRuntimes(claim);
  const runtime = startRuntime({ worker, auth, settings, state: STATE, port });
  await runtime.ready;
  await applyMigrations(await runtime.getD1Database("DIRECTORY"), DIRECTORY_MIGRATIONS);
  await applyMigrations(await runtime.getD1Database("DB", auth.name), AUTH_MIGRATIONS);
  await untilHealthy(port);
  await fireTriggers(runtime, worker.crons);
  console.log(`Croft is ready on http://localhost:${port}`);
}

/**
 * workerd's own words for a taken port are a page of stack addresses. One that was just ended (state-owner.ts) may hold the port
 * for some milliseconds more: Linux forgets a process's command line before it closes its sockets.
 */
async function assertFree(port: number): Promise<void> {
  for (let attempt = 1; !(await isFree(port)); attempt += 1) {
    if (attempt === 20) throw new Error(`Port ${port} is taken; stop what uses it, or set PORT.`);
    await sleep(100);
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, "127.0.0.1");
  const listens = await once(probe, "listening").then(
    () => true,
    () => false,
  );
  if (listens) await new Promise((closed) => probe.close(closed));
  return listens;
}

/** Miniflare does not tell the process id of its workerd, and starts another when one dies. */
function noteRuntimes(claim: StateClaim): void {
  subscribe("child_process", (message) => {
    const { process: child } = createdSchema.parse(message);
    child.once("spawn", () => {
      if (child.pid !== undefined && child.spawnfile.includes("workerd")) claim.addRuntime(child.pid);
    });
  });
}

/**
 * Ends on a signal, or with the process that started this one: a `kill -9` of the launcher sends no signal here. Called before
 * Miniflare exists, whose own handlers would end with another exit code; it ends workerd whenever the process exits.
 */
function stopOnSignal(): void {
  process.on("SIGINT", () => process.exit(0));
  process.on("SIGTERM", () => process.exit(0));
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(0), 250).unref();
}

async function untilHealthy(port: number): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (Date.now() > until) throw new Error(`/healthz does not answer 200 (${answer?.status ?? "no connection"}).`);
    await sleep(50);
  }
}

/** Cloudflare fires cron triggers; workerd on its own does not. */
async function fireTriggers(runtime: Runtime, crons: readonly string[]): Promise<void> {
  for (const cron of crons) isDue(cron, new Date(0));
  const worker = await runtime.getWorker();
  const fire = async (): Promise<void> => {
    for (const cron of crons.filter((expression) => isDue(expression, new Date()))) {
      await worker.scheduled({ cron }).catch((error: unknown) => console.error(`The trigger ${cron} failed:`, error));
    }
  };
  setTimeout(
    () => {
      void fire();
      setInterval(() => void fire(), MINUTE);
    },
    MINUTE - (Date.now() % MINUTE),
  );
}
