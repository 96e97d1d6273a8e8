/** The routing Worker's entry: wiring only. */
import { GithubBudget } from "../objects/budget/budget.ts";
import { Repository } from "../objects/repository/repository.ts";
import { Tenant } from "../objects/tenant/tenant.ts";
import { app } from "./app.ts";
import { parseEnv } from "./env.ts";
import { setLogLevel } from "./log.ts";
import { askForMissed } from "./routes/missed-deliveries.ts";
import { sweepRepositories, sweepTenants } from "./routes/sweep.ts";

export { GithubBudget, Repository, Tenant };

export default {
  fetch(request, env, context) {
    // Parsed once per isolate; a wrong variable fails here with a sentence that names it.
    setLogLevel(parseEnv(env).logLevel);
    return app.fetch(request, env, context);
  },
  async scheduled(event, env) {
    // The trigger fires every ten minutes (wrangler.toml).
    const slot = Math.floor(event.scheduledTime / 600_000);
    await Promise.all([askForMissed(env), sweepTenants(env, slot), sweepRepositories(env, slot)]);
  },
} satisfies ExportedHandler<Cloudflare.Env>;
