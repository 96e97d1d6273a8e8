/** One record by its id. */
import { deepStrictEqual } from "node:assert";
import * as z from "zod";
import { get as fetchJson } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { bothSides, throughput } from "../rounds.ts";

const LEADS = 10_000;
const ASKED = 1_000;
const CONNECTIONS = 50;

const answerSchema = z.object({ data: z.json() });
const idSchema = z.string();

export const get: BenchCase = {
  results: [
    {
      name: "get",
      unit: "requests/s",
      mark: { of: "ratio", bound: "at least", value: 0.6 },
      does: `${CONNECTIONS} connections read one lead by its id, ${ASKED} different ones in turn, out of ${LEADS}.`,
      proves:
        "What Croft adds to a read: the way through the Worker, the key's MAC and validity, rights, rate limits, headers, the envelope. One tenant, so one object, is asked: with many tenants on one machine the processor is shared the same way.",
    },
  ],
  async run(bench: Bench) {
    const pair = await bench.pairWith(bench.scaled(LEADS));
    const ids = pair.leads.slice(0, ASKED).map((lead) => idSchema.parse(lead.id));
    const path = `/leads/${ids[0]}`;
    const [croft, bare] = [await fetchJson(pair.croft, path), await fetchJson(pair.bare, path)];
    deepStrictEqual(answerSchema.parse(bare).data, answerSchema.parse(croft).data);
    const sides = await bothSides(bench, CONNECTIONS, (side) =>
      ids.map((id) => ({ method: "GET", path: `${pair[side].base}/leads/${id}`, headers: pair[side].headers })),
    );
    return [await throughput(bench, sides)];
  },
};
