/** A hundred records a request, compared with one a request. */
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import { throughput } from "../rounds.ts";
import { createRequests } from "./create.ts";

const SIZE = 100;
const BATCHES = 20;
const CONNECTIONS = 50;
/** As many records on their way as there are anyhow would queue for seconds; two keep the object busy. */
const BATCH_CONNECTIONS = 2;

export const batch: BenchCase = {
  results: [
    {
      name: "batch",
      unit: "records/s",
      mark: { of: "ratio", bound: "at least", value: 10 },
      columns: { croft: `Croft, batches of ${SIZE}`, bare: "Croft, one a request" },
      does: `${BATCH_CONNECTIONS} connections create leads in batches of ${SIZE}; ${CONNECTIONS} connections create them one by one, as in \`create\`. Both on Croft.`,
      short:
        "single creates became faster, too, and the mark is their multiple. Writing the full-text index by statements of one row instead of triggers halved a batch (4.5 to 9.5); of what is left, a profile shows half in SQLite and an eighth in the schema of the bodies; without the projection to D1, which rests nine tenths of the time, it would be 10.7.",
      proves:
        "What a client gains that sends its records together. Every record is validated, logged and indexed on both ways; a batch is one request and one transaction.",
    },
  ],
  async run(bench: Bench) {
    const { croft: target } = await bench.newPair();
    const { croft: other } = await bench.newPair();
    const server = await bench.croft();
    const leads = repeatableLeads(SIZE * BATCHES);
    const batches = Array.from({ length: BATCHES }, (_, n) => leads.slice(n * SIZE, (n + 1) * SIZE));
    const requests = batches.map((each) => ({
      method: "POST" as const,
      path: `${target.base}/batch`,
      headers: { ...target.headers, "content-type": "application/json" },
      body: JSON.stringify({ operations: each.map((data) => ({ op: "create", resource: "leads", data })) }),
    }));
    const figures = await throughput(bench, {
      croft: { server, connections: BATCH_CONNECTIONS, requests, records: SIZE },
      bare: { server, connections: CONNECTIONS, requests: createRequests(other) },
    });
    return [figures];
  },
};
