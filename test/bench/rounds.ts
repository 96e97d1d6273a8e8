/** Croft and the bare Worker in turns: what disturbs the machine for some seconds then disturbs both. */
import type { Bench, Pair } from "./bench.ts";
import type { Figures } from "./case.ts";
import type { LoadRequest } from "./load-order.ts";
import type { BenchServer } from "./servers.ts";
import { median, significant } from "./statistics.ts";

const WARM_UP = 0.5;

/** Requests of one side. Asked anew for each round, for writes must not repeat themselves. */
export type RequestsOf = (side: BenchServer["kind"], round: number) => readonly LoadRequest[];

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly busy: number;
  readonly p99: number;
  readonly generator: number;
}

/** Requests a second of both, the medians of all rounds. Each side is warmed up for half as long as a round takes. */
export async function throughput(
  bench: Bench,
  pair: Pair,
  connections: number,
  requestsOf: RequestsOf,
): Promise<Figures> {
  const rounds: Record<BenchServer["kind"], Round[]> = { croft: [], bare: [] };
  for (let round = 0; round <= bench.effort.rounds; round += 1) {
    for (const side of ["croft", "bare"] as const) {
      const measured = await driveOnce(bench, pair, connections, { side, round, requests: requestsOf(side, round) });
      if (round > 0) rounds[side].push(measured);
    }
  }
  const of = (side: BenchServer["kind"], key: keyof Round) => median(rounds[side].map((round) => round[key]));
  const aside = (side: BenchServer["kind"]) =>
    `${of(side, "cpuMs").toFixed(3)} ms of processor a request, workerd ${percent(of(side, "busy"))} busy, p99 ${of(side, "p99")} ms`;
  const generator = Math.max(...[...rounds.croft, ...rounds.bare].map((round) => round.generator));
  return {
    croft: significant(of("croft", "perSecond")),
    bare: significant(of("bare", "perSecond")),
    note: `Croft: ${aside("croft")}; bare: ${aside("bare")}; generator at most ${percent(generator)} busy`,
  };
}

async function driveOnce(
  bench: Bench,
  pair: Pair,
  connections: number,
  order: { side: BenchServer["kind"]; round: number; requests: readonly LoadRequest[] },
): Promise<Round> {
  const server = await bench[order.side]();
  const { url } = pair[order.side];
  const seconds = bench.effort.seconds * (order.round === 0 ? WARM_UP : 1);
  const cpu = server.cpuSeconds();
  const result = await bench.load.drive({ url, connections, seconds, requests: [...order.requests] });
  const used = server.cpuSeconds() - cpu;
  return {
    perSecond: result.perSecond,
    cpuMs: (used * 1_000) / result.total,
    busy: (used * result.perSecond) / result.total,
    p99: result.p99,
    generator: result.cpuShare,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
