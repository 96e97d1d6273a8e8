/** First act: two tenants, each with a database of its own. */
import * as z from "zod";
import { Api, Refused } from "./api.ts";
import { Halt } from "./halt.ts";
import type { KeyFile } from "./key-file.ts";
import type { Options } from "./options.ts";
import { faint, label, line } from "./print.ts";
import { CAST, type Part } from "./recordings.ts";

/** A tenant of the demo, and a client that holds its key. */
export interface DemoTenant {
  readonly handle: string;
  readonly part: Part;
  readonly key: string;
  readonly api: Api;
}

const createdSchema = z.object({ plan: z.string(), apiKey: z.object({ key: z.string() }) });
const viewSchema = z.object({ plan: z.string() });

export async function openTenants(options: Options, operator: Api, keys: KeyFile): Promise<DemoTenant[]> {
  const opened: DemoTenant[] = [];
  for (const part of CAST) {
    const handle = `${options.prefix}-${part.handle}`;
    if (options.fresh) await erase(operator, keys, handle);
    const key = (await knownKey(operator.url, keys, handle)) ?? (await create(operator, keys, handle, part));
    opened.push({ handle, part, key, api: new Api(operator.url, key) });
  }
  return opened;
}

async function erase(operator: Api, keys: KeyFile, handle: string): Promise<void> {
  try {
    await operator.call("DELETE", `/v1/tenants/${handle}?confirm=${handle}`, z.json());
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
  }
  keys.forget(handle);
}

/** The key of an earlier run, if the tenant still takes it. */
async function knownKey(url: string, keys: KeyFile, handle: string): Promise<string | null> {
  const { key } = keys.entry(handle);
  if (key === null) return null;
  const plan = await planSeenWith(url, key, handle);
  if (plan === null) return null;
  line(`${label(handle)} ${faint(`from an earlier run, plan ${plan}`)}`);
  return key;
}

async function create(operator: Api, keys: KeyFile, handle: string, part: Part): Promise<string> {
  const body = { tenant: handle, name: part.name, plan: "unlimited" };
  const request = { body, idempotencyKey: keys.entry(handle).creation };
  const answer = await operator.call("POST", "/v1/tenants", createdSchema, request).catch((error: unknown) => {
    throw error instanceof Refused ? explained(error, handle) : error;
  });
  const { plan, apiKey } = answer.data;
  if (answer.replayed && (await planSeenWith(operator.url, apiKey.key, handle)) === null) throw lost(handle);
  keys.keep(handle, apiKey.key);
  line(`${label(handle)} ${faint(`made, plan ${plan}`)}`);
  return apiKey.key;
}

/** The tenant's plan, or null where the key is no longer valid. */
async function planSeenWith(url: string, key: string, handle: string): Promise<string | null> {
  try {
    return (await new Api(url, key).call("GET", `/v1/tenants/${handle}`, viewSchema)).data.plan;
  } catch (error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 404)) return null;
    throw error;
  }
}

function explained(error: Refused, handle: string): Error {
  if (error.status === 409) return lost(handle);
  if (error.status !== 401 && error.status !== 403) return error;
  return new Halt("The server refuses this OPERATOR_TOKEN: use the one it was started with (.dev.vars of its folder).");
}

function lost(handle: string): Halt {
  return new Halt(
    `${handle} exists, but its key is not on this machine: a key is shown once, when a tenant is made. Add\n` +
      "  --fresh            to erase the demo's two tenants and begin anew, or\n" +
      "  --prefix another   to leave them alone and make two others",
  );
}
