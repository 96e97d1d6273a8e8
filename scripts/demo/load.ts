/** Second act: recorded GitHub data, in batches that may be repeated without effect. */
import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { changeSchema } from "../../src/protocol/change.ts";
import { count, duration, faint, label, line, Progress } from "./print.ts";
import { type Recording, readRecording } from "./recordings.ts";
import { accountOperations, eventOperations, humanOperations, type Ids, type Operation } from "./records.ts";
import type { DemoTenant } from "./tenants.ts";

const BATCH_OPERATIONS = 200;
/** Well below the 1 MiB that a body may have. */
const BATCH_BYTES = 800_000;

const writtenSchema = z.array(z.object({ id: z.string() }));

/** What loading changed. */
export interface Loaded {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

export async function loadTenant(tenant: DemoTenant, folder: string): Promise<Loaded> {
  const started = performance.now();
  const recordings = tenant.part.repositories.map((repository) => readRecording(folder, repository));
  const accounts = accountOperations(recordings);
  const humans = humanOperations(recordings);
  const total = operationsOf(recordings, accounts.length + humans.length);
  const loader = new Loader(tenant, new Progress(label(tenant.handle), total));
  await loader.begin();
  const ids: Ids = {
    accounts: idsBy(
      recordings.map(({ repository }) => repository.owner.id),
      await loader.write(accounts),
    ),
    humans: idsBy(
      humans.map(({ data }) => Number(data.githubId)),
      await loader.write(humans),
    ),
  };
  await loader.write(recordings.flatMap((recording) => eventOperations(recording, ids)));
  const loaded = await loader.end();
  const took = duration(performance.now() - started);
  line(`${label(tenant.handle)} ${count(total)} records from ${tenant.part.repositories.join(", ")}   ${faint(took)}`);
  return loaded;
}

/** How many operations there will be; those of events are counted before the ids they carry are known. */
function operationsOf(recordings: readonly Recording[], before: number): number {
  const unknown: Ids = { humans: new Map(), accounts: new Map() };
  return recordings.reduce((sum, recording) => sum + eventOperations(recording, unknown).length, before);
}

function idsBy(keys: readonly number[], ids: readonly string[]): Map<number, string> {
  return new Map(keys.map((key, index) => [key, ids[index] ?? ""]));
}

class Loader {
  readonly #tenant: DemoTenant;
  readonly #progress: Progress;
  /** Requests that the server had not answered before. */
  readonly #requests = new Set<string>();
  #operations = 0;
  #since = 0;

  constructor(tenant: DemoTenant, progress: Progress) {
    this.#tenant = tenant;
    this.#progress = progress;
  }

  /** Notes where the tenant's log stands. */
  async begin(): Promise<void> {
    const { api, handle } = this.#tenant;
    this.#since = (await api.call("GET", `/v1/tenants/${handle}`, z.json())).seq;
  }

  /** Writes all operations and answers with the ids of their records. */
  async write(operations: readonly Operation[]): Promise<string[]> {
    const ids: string[] = [];
    for (const batch of batchesOf(operations)) {
      const requestId = `demo-${randomUUID()}`;
      const answer = await this.#send(batch, requestId);
      if (!answer.replayed) this.#requests.add(requestId);
      ids.push(...answer.data.map((record) => record.id));
      this.#operations += batch.length;
      this.#progress.add(batch.length);
    }
    return ids;
  }

  #send(operations: readonly Operation[], requestId: string) {
    const { api, handle } = this.#tenant;
    const body = { operations };
    const idempotencyKey = `demo-${createHash("sha256").update(JSON.stringify(body)).digest("hex")}`;
    return api.call("POST", `/v1/tenants/${handle}/batch`, writtenSchema, { body, idempotencyKey, requestId });
  }

  /** Asks the tenant's log what these requests changed: it has one entry for every change, and no others. */
  async end(): Promise<Loaded> {
    let created = 0;
    let updated = 0;
    for (let since = this.#since, more = this.#requests.size > 0; more; ) {
      const path = `/v1/tenants/${this.#tenant.handle}/changes?since=${since}&limit=1000`;
      const page = await this.#tenant.api.call("GET", path, z.array(changeSchema));
      for (const change of page.data.filter((entry) => this.#requests.has(entry.requestId))) {
        if (change.action === "create") created += 1;
        else updated += 1;
      }
      since = page.seq;
      more = page.meta.hasMore === true;
    }
    this.#progress.end();
    return { created, updated, unchanged: this.#operations - created - updated };
  }
}

function batchesOf(operations: readonly Operation[]): Operation[][] {
  const batches: Operation[][] = [];
  let bytes = 0;
  for (const operation of operations) {
    const length = Buffer.byteLength(JSON.stringify(operation)) + 1;
    const current = batches.at(-1);
    if (current && current.length < BATCH_OPERATIONS && bytes + length <= BATCH_BYTES) {
      current.push(operation);
      bytes += length;
    } else {
      batches.push([operation]);
      bytes = length;
    }
  }
  return batches;
}
