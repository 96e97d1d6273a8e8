/** What an operator does for tests that start a server. */
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import type { TestServer } from "./server.ts";

const madeSchema = z.object({ apiKey: z.object({ key: z.string() }) });
let made = 0;

/** Makes a tenant of its own for a test; `key` may do everything in it. */
export async function createTenant(
  server: Pick<TestServer, "url" | "operatorToken">,
): Promise<{ tenant: string; key: string }> {
  made += 1;
  const tenant = `tenant-${made}`;
  const operator = new Api(server.url, server.operatorToken);
  const { data } = await operator.call("POST", "/v1/tenants", madeSchema, { body: { tenant, name: tenant } });
  return { tenant, key: data.apiKey.key };
}
