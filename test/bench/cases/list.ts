/** A page of records, filtered and sorted. */
import { deepStrictEqual } from "node:assert";
import * as z from "zod";
import { get } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { bothSides, throughput } from "../rounds.ts";

const LEADS = 10_000;
const CONNECTIONS = 50;
const STAGES = ["new", "contacted", "qualified"];

const answerSchema = z.object({ data: z.array(z.json()) });

export const list: BenchCase = {
  results: [
    {
      name: "list",
      unit: "requests/s",
      mark: { of: "ratio", bound: "at least", value: 0.6 },
      does: `${CONNECTIONS} connections read the 20 most valuable leads of a stage above a value, out of ${LEADS}; three stages in turn.`,
      proves:
        "The price of parsing a query, of the page's cursor and of the envelope beside the same SELECT. The SELECT itself, which reads a third of the table by an index and sorts it, is the same on both sides.",
    },
  ],
  async run(bench: Bench) {
    const pair = await bench.pairWith(bench.scaled(LEADS));
    const queries = STAGES.map((stage) => `/leads?stage=${stage}&value[gte]=1000000&sort=-value&limit=20`);
    for (const query of queries) {
      const [croft, bare] = [await get(pair.croft, query), await get(pair.bare, query)];
      deepStrictEqual(answerSchema.parse(bare).data, answerSchema.parse(croft).data);
    }
    const sides = await bothSides(bench, CONNECTIONS, (side) =>
      queries.map((query) => ({ method: "GET", path: pair[side].base + query, headers: pair[side].headers })),
    );
    return [await throughput(bench, sides)];
  },
};
