/** The cron trigger: has GitHub send again what never arrived, where there is a GitHub App. */
import { parseEnv } from "../env.ts";
import { log } from "../log.ts";
import { budgetStub, callObject } from "../stubs.ts";

/** Once an hour something is asked; the object knows when. Never rejects. */
export async function askForMissed(env: Cloudflare.Env): Promise<void> {
  if (!parseEnv(env).githubApp) return;
  try {
    const asked = await callObject(true, () => budgetStub(env, "app").redeliver());
    if (asked > 0) log("info", { event: "deliveries asked for again", deliveries: asked });
  } catch (cause) {
    log("warn", { event: "missed deliveries not asked for", cause });
  }
}
