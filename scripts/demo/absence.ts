/** A client that was away: it comes back with the position it holds, and is told exactly what it missed. */
import { isDeepStrictEqual } from "node:util";
import type { Follower } from "./follower.ts";
import { Halt } from "./halt.ts";
import type { Leads } from "./leads.ts";
import { count, duration, faint, good, line, several, strong } from "./print.ts";
import { tell } from "./tell.ts";

/** Milliseconds for a person, and for a script, to stop the server and to start it again. */
const PATIENCE_MS = { ask: 600_000, auto: 120_000 } as const;

/** @param why `lid`: the client sleeps; `ask`, `auto`: the server is restarted by the person, or by something else. */
export async function showAbsence(follower: Follower, leads: Leads, why: "lid" | "ask" | "auto"): Promise<void> {
  line();
  const since = follower.held.seq;
  if (why === "lid") await sleepAndWake(follower);
  else await outliveRestart(follower, why);
  const seq = await writeUnheard(follower, leads);
  follower.forget();
  const asked = performance.now();
  follower.subscribe(since);
  await follower.answered();
  await follower.until(() => follower.held.seq >= seq, `change ${seq}`);
  line(`${several(seq - since, "write")} go unheard. Then it subscribes ${strong(`since ${count(since)}`)}, and hears`);
  tell(follower.heard, asked);
  await compare(follower, leads);
}

async function sleepAndWake(follower: Follower): Promise<void> {
  await follower.close();
  line(strong(`The laptop's lid closes, at seq ${count(follower.held.seq)}`));
  await follower.connect();
}

async function outliveRestart(follower: Follower, why: "ask" | "auto"): Promise<void> {
  const patience = PATIENCE_MS[why];
  if (why === "ask") line(strong("Now stop the server (Ctrl-C where `npm start` runs) and start it again."));
  line(`At seq ${count(follower.held.seq)}, waiting for the server to go away …`);
  await follower.lost(patience);
  const gone = performance.now();
  line(strong("The server is gone; connecting again until it is back …"));
  const attempts = await follower.reconnect(patience);
  line(faint(`back after ${duration(performance.now() - gone)} and ${several(attempts, "attempt")}`));
}

/**
 * Writes that no subscription hears: a lead is drawn in, and what was changed before takes up its first values again.
 * Returns the position of the last one.
 */
async function writeUnheard(follower: Follower, leads: Leads): Promise<number> {
  const top = follower.held.list()[0];
  const next = await leads.pick(follower.held.leads);
  await leads.restore();
  await leads.change(next, { value: (top?.value ?? 0) + 1_000_000 });
  return leads.change(next, { stage: "contacted" });
}

/** What is held must be what is there. */
async function compare(follower: Follower, leads: Leads): Promise<void> {
  const asked = await leads.asked();
  const held = { leads: follower.held.list(), stages: [...follower.held.stages.values()] };
  held.stages.sort((a, b) => (a.stage < b.stage ? -1 : 1));
  if (!isDeepStrictEqual(held, asked)) {
    throw new Halt(
      `The socket holds something else than REST answers.\nheld  ${JSON.stringify(held)}\nasked ${JSON.stringify(asked)}`,
    );
  }
  line(good("Nothing was missed: it holds what REST answers, record by record, version by version."));
}
