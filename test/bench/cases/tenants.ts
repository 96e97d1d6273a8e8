/** Many tenants on one machine. */
import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeTenant } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import type { BenchServer } from "../servers.ts";
import { median, significant } from "../statistics.ts";

const TENANTS = 10_000;
const TIMED = 100;
const AT_ONCE = 8;
/** For the directory to take in what was made at once, which would run beside the last tenants only. */
const SETTLE_MS = 2_000;

export const tenants: BenchCase = {
  results: [
    {
      name: "tenants-10000",
      unit: "ms a tenant",
      mark: { of: "ratio", bound: "at most", value: 1.2 },
      columns: { croft: `Croft, the last ${TIMED}`, bare: `Croft, the first ${TIMED}` },
      does: `${TENANTS} tenants are made through the API. The first ${TIMED} and the last ${TIMED} are made one at a time and timed, the median of each counts; those between ${AT_ONCE} at a time.`,
      proves:
        "That the ten-thousandth tenant is made as fast as the first: a database of its own with all tables, settings, the first key, and a row in the directory. The tenants stay small; what their records cost is told elsewhere.",
    },
  ],
  async run(bench: Bench) {
    const server = await bench.croft();
    // The first of all waits for code that has not run yet.
    for (let n = 0; n < 10; n += 1) await makeTenant(server, `warm-${n}`);
    const timed = bench.scaled(TIMED);
    const before = footprint(server);
    const first = await makeTimed(server, "first", timed);
    await makeMany(server, Math.max(0, bench.scaled(TENANTS) - 2 * timed));
    await sleep(SETTLE_MS);
    const last = await makeTimed(server, "last", timed);
    const after = footprint(server);
    const made = Math.max(2 * timed, bench.scaled(TENANTS));
    const note = `${made} tenants: workerd holds ${megabytes(after.memory)} (${megabytes(before.memory)} before), ${megabytes(after.disk - before.disk)} on disk, ${Math.round((after.disk - before.disk) / made / 1e3)} kB each`;
    return [{ croft: significant(median(last)), bare: significant(median(first)), note }];
  },
};

async function makeTimed(server: BenchServer, prefix: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const started = performance.now();
    await makeTenant(server, `${prefix}-${n}`);
    times.push(performance.now() - started);
  }
  return times;
}

async function makeMany(server: BenchServer, count: number): Promise<void> {
  let next = 0;
  const makeSome = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await makeTenant(server, `tenant-${next}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, makeSome));
}

function footprint(server: BenchServer): { memory: number; disk: number } {
  const files = globSync("**/*", { cwd: server.state });
  // Blocks, not length: a write-ahead log is longer than what it holds.
  const bytes = files.map((name) => (statSync(join(server.state, name), { throwIfNoEntry: false })?.blocks ?? 0) * 512);
  return { memory: server.residentBytes(), disk: bytes.reduce((sum, size) => sum + size, 0) };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
