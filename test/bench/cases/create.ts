/** One record a request. */
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import type { LoadRequest } from "../load-order.ts";
import { bothSides, throughput } from "../rounds.ts";

const BODIES = 1_000;
const CONNECTIONS = 50;

export const create: BenchCase = {
  results: [
    {
      name: "create",
      unit: "requests/s",
      mark: { of: "ratio", bound: "at least", value: 0.6 },
      does: `${CONNECTIONS} connections create leads in an empty database, one a request.`,
      short:
        "a lead is eleven rows in SQLite where the bare insert is six (below), and the full-text index on top: without that one, a create took a sixth less of the processor. Bodies of a declared length are handed on unread, the database is measured once a second, and the projection to D1 rests nine tenths of the time. On a busy machine it was seen at 0.55 to 0.68.",
      proves:
        "Croft validates, checks its rules, and writes the row, its search document and its log entry in one transaction; the bare object inserts the same row into the same table and nothing else. Both answer when the row is on disk: where the disk is slow, both wait for it, and the ratio flatters Croft. The processor time of a create, which a run prints, does not.",
    },
  ],
  async run(bench: Bench) {
    const pair = await bench.newPair();
    const sides = await bothSides(bench, CONNECTIONS, (side) => createRequests(pair[side]));
    return [await throughput(bench, sides)];
  },
};

export function createRequests(target: { base: string; headers: Readonly<Record<string, string>> }): LoadRequest[] {
  const headers = { ...target.headers, "content-type": "application/json" };
  return repeatableLeads(BODIES).map((lead) => ({
    method: "POST",
    path: `${target.base}/leads`,
    headers,
    body: JSON.stringify(lead),
  }));
}
