/** Numbered writes to one tenant of a running server, and what its records and its log say of them afterwards. */
import * as z from "zod";
import type { TestServer } from "./server.ts";

const createdSchema = z.object({ data: z.object({ id: z.string() }), meta: z.object({ seq: z.int() }) });
const changesSchema = z.object({
  data: z.array(
    z.object({
      seq: z.int(),
      resource: z.string(),
      recordId: z.string(),
      action: z.string(),
      after: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  meta: z.object({ hasMore: z.boolean() }),
});
const pageSchema = z.object({
  data: z.array(z.object({ id: z.string() })),
  meta: z.object({ pagination: z.object({ nextCursor: z.string().nullable() }) }),
});
const tenantSchema = z.object({ data: z.object({ apiKey: z.object({ key: z.string() }) }) });

/** A write as the log tells it. */
interface Entry {
  readonly write: number;
  readonly id: string;
  readonly seq: number;
}

/** One tenant's humans. Write number 7 makes a human named "Write 7" under the idempotency key "write-7". */
export class Journal {
  /** The tenant's URL. */
  readonly base: string;
  /** Its first key. */
  readonly key: string;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(base: string, key: string) {
    this.base = base;
    this.key = key;
    this.#headers = { authorization: `Bearer ${key}` };
  }

  /** Makes a tenant without limits, for 10,000 writes at once are the point. */
  static async open(server: TestServer, tenant: string): Promise<Journal> {
    const response = await fetch(`${server.url}/v1/tenants`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.operatorToken}`, "content-type": "application/json" },
      body: JSON.stringify({ tenant, name: tenant, plan: "unlimited" }),
    });
    const { data } = tenantSchema.parse(await response.json());
    return new Journal(`${server.url}/v1/tenants/${tenant}`, data.apiKey.key);
  }

  /** Sends write number `write`. Null when the server was gone before its answer arrived whole. @throws Error on any refusal. */
  async create(write: number): Promise<{ id: string; seq: number; replayed: boolean } | null> {
    const answer = await this.#send(write);
    if (!answer) return null;
    if (answer.status !== 201) throw new Error(`Write ${write}: ${answer.status} ${answer.text}`);
    const { data, meta } = createdSchema.parse(JSON.parse(answer.text));
    return { id: data.id, seq: meta.seq, replayed: answer.replayed };
  }

  async #send(write: number): Promise<{ status: number; text: string; replayed: boolean } | null> {
    try {
      const response = await fetch(`${this.base}/humans`, {
        method: "POST",
        headers: { ...this.#headers, "content-type": "application/json", "idempotency-key": `write-${write}` },
        body: JSON.stringify({ lastName: `Write ${write}` }),
      });
      const replayed = response.headers.get("idempotent-replayed") === "true";
      return { status: response.status, text: await response.text(), replayed };
    } catch {
      return null;
    }
  }

  /** The creations of humans in the log, in its order. */
  async creations(): Promise<Entry[]> {
    const entries: Entry[] = [];
    for await (const change of this.#changes()) {
      if (change.resource !== "humans" || change.action !== "create") continue;
      const write = /^Write (\d+)$/.exec(String(change.after?.lastName))?.[1];
      entries.push({ write: Number(write), id: change.recordId, seq: change.seq });
    }
    return entries;
  }

  /** Every position of the log that has an entry, in the order the log gives them. */
  async seqs(): Promise<number[]> {
    const seqs: number[] = [];
    for await (const change of this.#changes()) seqs.push(change.seq);
    return seqs;
  }

  /** The ids of the humans, read page by page. */
  async recordIds(): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: z.infer<typeof pageSchema> = pageSchema.parse(
        await this.#get(`/humans?limit=200&fields=id${cursor && `&cursor=${encodeURIComponent(cursor)}`}`),
      );
      ids.push(...page.data.map((record) => record.id));
      cursor = page.meta.pagination.nextCursor;
    }
    return ids;
  }

  async *#changes(): AsyncGenerator<z.infer<typeof changesSchema>["data"][number]> {
    for (let since = 0, hasMore = true; hasMore; ) {
      const page = changesSchema.parse(await this.#get(`/changes?since=${since}&limit=1000`));
      yield* page.data;
      since = page.data.at(-1)?.seq ?? since;
      hasMore = page.meta.hasMore;
    }
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(this.base + path, { headers: this.#headers });
    return response.json();
  }
}
