/** Processor time from the start of workerd to its first answer. */
import type { Bench } from "./bench.ts";
import type { Figures } from "./case.ts";
import { type BenchServer, startBenchServer } from "./servers.ts";
import { median, significant } from "./statistics.ts";

/** As often each side is started. */
export const STARTS = 7;

/** What is started, and what it is asked first. */
interface Start {
  readonly kind?: BenchServer["kind"];
  readonly path: string;
  /** Puts an empty Worker in the place of croft-auth. */
  readonly withoutAuth?: boolean;
}

/** Starts both in turns; the medians. */
export async function startUps(bench: Bench, sides: { readonly croft: Start; readonly bare: Start }): Promise<Figures> {
  const spent = { croft: [] as number[], bare: [] as number[] };
  const waited = { croft: [] as number[], bare: [] as number[] };
  for (let n = 0; n < bench.scaled(STARTS); n += 1) {
    for (const side of ["croft", "bare"] as const) {
      const { cpu, wall } = await startOnce(sides[side]);
      spent[side].push(cpu);
      waited[side].push(wall);
    }
  }
  const [croft, bare] = [significant(median(spent.croft)), significant(median(spent.bare))];
  const clock = `${Math.round(median(waited.croft))} against ${Math.round(median(waited.bare))} ms by the clock, Miniflare included`;
  return { croft, bare, note: `${(croft - bare).toFixed(0)} ms more; ${clock}` };
}

async function startOnce({ kind = "croft", path, withoutAuth = false }: Start): Promise<{ cpu: number; wall: number }> {
  const started = performance.now();
  const server = await startBenchServer(kind, { withoutDirectory: true, withoutAuth });
  const answer = await fetch(server.url + path);
  await answer.text();
  const cpu = server.cpuSeconds() * 1_000;
  const wall = performance.now() - started;
  await server.stop();
  return { cpu, wall };
}
