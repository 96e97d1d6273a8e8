/** The routing Worker's entry: wiring only. */
import { Tenant } from "../objects/tenant/tenant.ts";
import { app } from "./app.ts";
import { parseEnv } from "./env.ts";
import { setLogLevel } from "./log.ts";

export { Tenant };

export default {
  fetch(request, env, context) {
    // Parsed once per isolate; a wrong variable fails here with a sentence that names it.
    setLogLevel(parseEnv(env).logLevel);
    return app.fetch(request, env, context);
  },
} satisfies ExportedHandler<Cloudflare.Env>;
