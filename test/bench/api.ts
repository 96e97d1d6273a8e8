/** Requests that prepare a benchmark; what is measured goes through the generator of load. */
import { once } from "node:events";
import { IncomingMessage, request as send } from "node:http";
import { text as readText } from "node:stream/consumers";
import * as z from "zod";
import type { BenchServer } from "./servers.ts";

const recordSchema = z.record(z.string(), z.json());
const tenantSchema = z.object({ data: z.object({ apiKey: z.object({ key: z.string() }) }) });
const answerSchema = z.instanceof(IncomingMessage);
const recordsSchema = z.object({ data: z.array(recordSchema) });

export type Lead = z.infer<typeof recordSchema>;

/** What a request needs to reach one tenant, or one bare object. */
export interface Target {
  /** `http://127.0.0.1:…`. */
  readonly url: string;
  /** Path in front of `/leads`. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a tenant whose plan has no rate limits: they are there to stop what a benchmark does. */
export async function makeTenant(server: Pick<BenchServer, "url" | "operatorToken">, tenant: string): Promise<Target> {
  const answer = await call(`${server.url}/v1/tenants`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ tenant, name: tenant, plan: "unlimited" }),
  });
  const { key } = tenantSchema.parse(answer).data.apiKey;
  return { url: server.url, base: `/v1/tenants/${tenant}`, headers: { authorization: `Bearer ${key}` } };
}

/** Makes an object of the bare Worker with the tables and indexes of `statements`. */
export async function makeBare(server: BenchServer, name: string, statements: readonly string[]): Promise<Target> {
  const target = { url: server.url, base: `/${name}`, headers: {} };
  await post(target, "/setup", statements);
  return target;
}

export async function post(target: Target, path: string, body: unknown): Promise<unknown> {
  return call(target.url + target.base + path, {
    method: "POST",
    headers: { ...target.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function get(target: Target, path: string): Promise<unknown> {
  return call(target.url + target.base + path, { headers: target.headers });
}

/** Creates leads of Croft, `size` in a batch, and returns them as they are now. */
export async function createLeads(target: Target, leads: readonly object[], size = 200): Promise<Lead[]> {
  const made: Lead[] = [];
  for (let from = 0; from < leads.length; from += size) {
    const operations = leads.slice(from, from + size).map((data) => ({ op: "create", resource: "leads", data }));
    made.push(...recordsSchema.parse(await post(target, "/batch", { operations })).data);
  }
  return made;
}

/** Inserts records as they are into a bare object. */
export async function loadBare(target: Target, leads: readonly Lead[], size = 1_000): Promise<void> {
  for (let from = 0; from < leads.length; from += size) await post(target, "/load", leads.slice(from, from + size));
}

/** Over a connection of its own: a kept one may be closed by the server at the very moment it is used again. */
export async function call(url: string, { method = "GET", headers = {}, body }: Sent): Promise<unknown> {
  const request = send(url, { method, headers, agent: false });
  request.end(body);
  const [response] = await once(request, "response");
  const answer = answerSchema.parse(response);
  const text = await readText(answer);
  const { statusCode = 0 } = answer;
  if (statusCode < 200 || statusCode > 299) throw new Error(`${method} ${url} answered ${statusCode}: ${text}`);
  return JSON.parse(text);
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
