/** Third act: a live query while records change, while nobody listens, and over a restart of the server. */
import { setTimeout as sleep } from "node:timers/promises";
import { showAbsence } from "./absence.ts";
import { Follower, WINDOW } from "./follower.ts";
import { Halt } from "./halt.ts";
import { Leads } from "./leads.ts";
import type { Options } from "./options.ts";
import { count, faint, good, line, money, strong } from "./print.ts";
import { tell } from "./tell.ts";
import type { DemoTenant } from "./tenants.ts";

/** Long enough for a message that should not come. */
const SILENCE_MS = 300;

/** Shows changes of `tenant`, and that `other` hears nothing of them. Leaves the records as they were. */
export async function showLive(tenant: DemoTenant, other: DemoTenant, restart: Options["restart"]): Promise<void> {
  const leads = new Leads(tenant);
  const follower = new Follower(tenant);
  const bystander = new Follower(other);
  try {
    await begin(follower);
    await begin(bystander);
    showWindow(follower);
    await showChanges(follower, leads);
    await showSilence(bystander);
    await showAbsence(follower, leads, "lid");
    if (restart !== "no") await showAbsence(follower, leads, restart);
  } catch (error) {
    // What went wrong is worth more than a second failure on the way out.
    await leads.restore().catch(() => {});
    throw error;
  } finally {
    await Promise.allSettled([follower.close(), bystander.close()]);
  }
  await leads.restore();
}

async function begin(follower: Follower): Promise<void> {
  await follower.connect();
  follower.subscribe();
  await follower.answered();
  follower.forget();
}

function showWindow({ held }: Follower): void {
  line(`The top ${WINDOW} open leads by value, and figures by stage ${faint(`(snapshot at seq ${count(held.seq)})`)}`);
  for (const lead of held.list())
    line(`  ${(lead.title ?? lead.id).padEnd(20)} ${money(lead.value).padStart(10)}   ${lead.stage}`);
  line();
}

async function showChanges(follower: Follower, leads: Leads): Promise<void> {
  const top = follower.held.list()[0];
  const star = await leads.pick(follower.held.leads);
  if (!top) throw new Halt("There are no open leads to follow.");
  const worth = top.value + 1_000_000;
  line(`Each write goes over REST; below it, what the socket says, and how soon`);
  await show(follower, `${star.title} is worth ${money(worth)} now`, () => leads.change(star, { value: worth }));
  await show(follower, `${star.title} is qualified`, () => leads.change(star, { stage: "qualified" }));
  await show(follower, `${star.title} is lost`, () => leads.change(star, { stage: "lost" }));
}

/** One write, and what the socket says about it. Each of these writes touches both queries. */
async function show(follower: Follower, what: string, write: () => Promise<number>): Promise<void> {
  follower.forget();
  const started = performance.now();
  const seq = await write();
  await follower.until(() => [...follower.held.seqs.values()].every((heard) => heard >= seq), `change ${seq}`);
  line(strong(what));
  tell(follower.heard, started);
}

async function showSilence(bystander: Follower): Promise<void> {
  await sleep(SILENCE_MS);
  const { handle } = bystander.tenant;
  if (bystander.heard.length > 0)
    throw new Halt(`${handle} heard of another tenant's records. This must never happen.`);
  line(good(`${handle} follows the same queries over its own leads, and heard nothing.`));
}
