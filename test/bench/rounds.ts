/** Two sides in turns: what disturbs the machine for some seconds then disturbs both. */
import type { Bench, Pair } from "./bench.ts";
import type { Figures } from "./case.ts";
import type { LoadRequest } from "./load-order.ts";
import type { BenchServer } from "./servers.ts";
import { median, significant } from "./statistics.ts";

/** Part of a round. */
const WARM_UP = 0.5;

/** One side of a comparison: requests that are sent again and again over some connections. */
export interface Side {
  readonly server: BenchServer;
  readonly connections: number;
  readonly requests: readonly LoadRequest[];
  /** Records that one request is about; rates are told in records. */
  readonly records?: number;
  /** Whether each connection begins at another request. */
  readonly apart?: boolean;
}

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly busy: number;
  readonly p99: number;
  readonly generator: number;
}

/** The sides of a pair under the same requests. */
export async function bothSides(
  bench: Bench,
  connections: number,
  requestsOf: (side: keyof Pair & BenchServer["kind"]) => readonly LoadRequest[],
): Promise<{ croft: Side; bare: Side }> {
  return {
    croft: { server: await bench.croft(), connections, requests: requestsOf("croft") },
    bare: { server: await bench.bare(), connections, requests: requestsOf("bare") },
  };
}

/** Records a second of both sides, the medians of all rounds, after half a round of warming up. */
export async function throughput(bench: Bench, sides: { croft: Side; bare: Side }): Promise<Figures> {
  const rounds: { croft: Round[]; bare: Round[] } = { croft: [], bare: [] };
  for (const side of ["croft", "bare"] as const) await driveOnce(bench, sides[side], bench.effort.seconds * WARM_UP);
  for (let round = 0; round < bench.effort.rounds; round += 1) {
    for (const side of ["croft", "bare"] as const)
      rounds[side].push(await driveOnce(bench, sides[side], bench.effort.seconds));
  }
  const rate = (side: readonly Round[]) => significant(median(side.map((round) => round.perSecond)));
  const generator = Math.max(...[...rounds.croft, ...rounds.bare].map((round) => round.generator));
  return {
    croft: rate(rounds.croft),
    bare: rate(rounds.bare),
    note: `${aside(rounds.croft)} against ${aside(rounds.bare)}; generator at most ${percent(generator)} busy`,
  };
}

async function driveOnce(bench: Bench, side: Side, seconds: number): Promise<Round> {
  const { server, connections, requests, records = 1, apart = false } = side;
  const cpu = server.cpuSeconds();
  const result = await bench.load.drive({ url: server.url, connections, seconds, requests: [...requests], apart });
  const used = server.cpuSeconds() - cpu;
  return {
    perSecond: result.perSecond * records,
    cpuMs: (used * 1_000) / result.total / records,
    busy: (used * result.perSecond) / result.total,
    p99: result.p99,
    generator: result.cpuShare,
  };
}

function aside(rounds: readonly Round[]): string {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  return `${of("cpuMs").toFixed(3)} ms of processor each (workerd ${percent(of("busy"))} busy, p99 ${Math.round(of("p99"))} ms)`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
