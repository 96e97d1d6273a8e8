/** A client that was away learns what it missed. */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import * as z from "zod";
import { createLeads, loadBare, post, type Target } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import { median, significant } from "../statistics.ts";

const AWAY_MS = 2_000;
const MISSED = 50;
const LEADS = 1_000;
const TIMES = 9;

const messageSchema = z.looseObject({ type: z.string(), seq: z.int(), enter: z.array(z.json()).default([]) });
type Message = z.infer<typeof messageSchema>;

export const reconnect: BenchCase = {
  results: [
    {
      name: "reconnect",
      unit: "messages until all is learned",
      mark: { of: "croft", bound: "at most", value: 1 },
      does: `A client of one query loses its socket; within ${AWAY_MS / 1_000} s, ${MISSED} leads are created that enter the query; it comes back with \`since\`. Timed from the first step of connecting to the message that carries them: the bare object sends it with the handshake.`,
      proves:
        "That all of them come in one `change` and no result is sent anew; anything else has no result. The bare object sends what `SELECT … WHERE rowid > ?` finds without being asked; Croft says welcome, waits to be asked (one way more), folds the log and checks the window.",
    },
  ],
  async run(bench: Bench) {
    const pair = await bench.newPair();
    const before = await createLeads(pair.croft, repeatableLeads(bench.scaled(LEADS)));
    await loadBare(pair.bare, before);
    let rows = before.length;
    const times = { croft: [] as number[], bare: [] as number[] };
    for (let n = 0; n < Math.max(1, bench.scaled(TIMES)); n += 1) {
      const left = await meet(pair.croft, null);
      const returning = sleep(AWAY_MS);
      for (const lead of repeatableLeads(MISSED)) {
        await post(pair.croft, "/leads", { ...lead, stage: "new" });
        await post(pair.bare, "/leads", { ...lead, stage: "new" });
      }
      await returning;
      times.croft.push(caughtUp(await meet(pair.croft, left.message.seq)));
      times.bare.push(caughtUp(await meet(pair.bare, rows)));
      rows += MISSED;
    }
    const [croft, bare] = [significant(median(times.croft)), significant(median(times.bare))];
    const note = `${MISSED} of ${MISSED} changes, ${times.croft.length} times; ${croft} against ${bare} ms from the first step of connecting`;
    return [{ croft: 1, bare: 1, note }];
  },
};

/** @throws Error unless all that was missed came at once, as a change where Croft sent it. */
function caughtUp({ message, ms, croft }: Meeting): number {
  if (message.enter.length === MISSED && (!croft || message.type === "change")) return ms;
  throw new Error(`${message.type} with ${message.enter.length} of ${MISSED} changes.`);
}

interface Meeting {
  readonly message: Message;
  readonly ms: number;
  readonly croft: boolean;
}

/** Connects, waits for the first message that carries a result, and closes. */
async function meet(target: Target, since: number | null): Promise<Meeting> {
  const croft = "authorization" in target.headers;
  const query = { filter: { stage: "new" }, sort: ["-createdAt"], limit: 200 };
  const resume = since === null ? {} : { since };
  const url = `${target.url.replace(/^http/, "ws")}${target.base}/live${croft || since === null ? "" : `?since=${since}`}`;
  const socket = new WebSocket(url, { headers: target.headers, perMessageDeflate: false });
  const started = performance.now();
  socket.on("open", () => {
    if (croft) socket.send(JSON.stringify({ type: "subscribe", id: "all", resource: "leads", query, ...resume }));
  });
  try {
    return await new Promise<Meeting>((resolve, reject) => {
      socket.on("error", reject);
      socket.on("message", (data) => {
        const ms = performance.now() - started;
        const message = messageSchema.safeParse(JSON.parse(String(data)));
        if (message.success && message.data.type !== "welcome") resolve({ message: message.data, ms, croft });
      });
    });
  } finally {
    socket.terminate();
  }
}
