/** `GET /v1/tenants/{tenant}/live`. */
import type { Context } from "hono";
import type { AppBindings } from "../middleware/variables.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { openSocket } from "./socket.ts";
import { requestForTenant } from "./tenant.ts";

export async function openLive(context: Context<AppBindings>): Promise<Response> {
  return openSocket(context, async () => {
    const { tenant, url, headers } = await requestForTenant(context);
    const upgrade = { headers: { ...headers, upgrade: "websocket" } };
    return callObject(true, () => tenantStub(context.env, tenant).fetch(url, upgrade));
  });
}
