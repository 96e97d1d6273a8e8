/**
 * One process owns a state directory. Its file `owner.json` names that process and the runtimes (workerd) it started. After a
 * `kill -9` of the owner alone its workerd lives on, holds the port and goes on writing: the next owner ends it first.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const ownerSchema = z.object({ pid: z.number().int(), runtimes: z.array(z.number().int()) });

/** The right to use a state directory, until released. */
export interface StateClaim {
  /** Notes a runtime started for this directory, to be ended by the next owner if this one cannot do so. */
  addRuntime(pid: number): void;
  release(): void;
}

/** Claims `directory`, made if it does not exist. Throws when a living process owns it. */
export async function claimState(directory: string): Promise<StateClaim> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "owner.json");
  await endLeftovers(file, directory);
  const runtimes: number[] = [];
  const text = () => JSON.stringify({ pid: process.pid, runtimes });
  // `wx`: of two processes that start at the same moment one fails here.
  writeFileSync(file, text(), { flag: "wx" });
  return {
    addRuntime(pid) {
      runtimes.push(pid);
      writeFileSync(`${file}.next`, text());
      renameSync(`${file}.next`, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

async function endLeftovers(file: string, directory: string): Promise<void> {
  const owner = readOwner(file);
  if (!owner) return rmSync(file, { force: true });
  if (owner.pid !== process.pid && commandOf(owner.pid).includes("scripts/start.ts")) {
    throw new Error(`Croft is already running on ${directory} (process ${owner.pid}); stop it, or set CROFT_STATE.`);
  }
  for (const pid of owner.runtimes) await endRuntime(pid);
  rmSync(file, { force: true });
}

function readOwner(file: string): z.infer<typeof ownerSchema> | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Absent, or the kill came while the first version was written: before any runtime was started.
    return null;
  }
}

async function endRuntime(pid: number): Promise<void> {
  // The number may belong to another program by now.
  const isRuntime = () => commandOf(pid).includes("workerd");
  if (isRuntime()) process.kill(pid, "SIGKILL");
  for (let waited = 0; isRuntime() && waited < 5_000; waited += 20) await sleep(20);
}

/** The command line of a process; "" if there is none, or if it has ended and its parent has not taken notice yet. */
export function commandOf(pid: number): string {
  if (process.platform !== "linux")
    return spawnSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" }).stdout;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
