/** Live queries against lists, both over the wire, on random histories of a real tenant. (L1, L2, R5; F3) */
import { evictDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";
import { type Caller, makeTenant, type TestTenant } from "../support/api.ts";
import { type Held, LiveClient } from "../support/live-client.ts";

/** A history in workerd costs a hundred times one in memory, where test/unit/live-property.test.ts tries the rest. */
const RUNS = Math.ceil(Number(process.env.FC_RUNS ?? 300) / 30);

type Question = Pick<SubscribeMessage, "query" | "aggregate"> & { readonly list: string };
const QUESTIONS: readonly Question[] = [
  { query: { sort: ["-value", "title"], limit: 3 }, list: "?sort=-value,title&limit=3" },
  { query: { filter: { stage: "new", value: { gte: 2 } }, limit: 5 }, list: "?stage=new&value[gte]=2&limit=5" },
  {
    query: { filter: { or: [{ title: { contains: "b" } }, { tags: { contains: "x" } }] } },
    list: `?filter=${encodeURIComponent('{"or":[{"title":{"contains":"b"}},{"tags":{"contains":"x"}}]}')}&limit=100`,
  },
  { query: { q: "alpha", sort: ["title"] }, list: "?q=alpha&sort=title&limit=100" },
  { query: { filter: { "human.lastName": "Red" } }, list: "?human.lastName=Red&limit=100" },
  {
    query: {},
    aggregate: { groupBy: ["stage"], count: true, sum: ["value"], max: ["value"] },
    list: "/aggregate?groupBy=stage&count=true&sum=value&max=value",
  },
];

const body = fc.record(
  {
    title: fc.constantFrom("alpha", "beta", "alpha beta"),
    value: fc.integer({ min: 0, max: 4 }),
    stage: fc.constantFrom("new", "contacted", "qualified"),
    tags: fc.subarray(["x", "y"]),
  },
  { requiredKeys: [] },
);
const at = fc.nat({ max: 9 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant("create" as const), body) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("update" as const), body, at) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom("delete" as const, "restore" as const, "purge" as const), at) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("batch" as const), fc.array(body, { minLength: 1, maxLength: 4 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("rename" as const), fc.constantFrom("Red", "Blue")) },
  { weight: 2, arbitrary: fc.constant(["evict"] as const) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("reconnect" as const), fc.nat({ max: 2 })) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A client that follows every question on one socket. */
class Watcher {
  client = new LiveClient(() => {});
  #socket: WebSocket | null = null;
  #barriers = 0;

  async connect(path: string, caller: Caller): Promise<void> {
    const headers = { upgrade: "websocket", authorization: `Bearer ${caller.token}` };
    const { webSocket: socket } = await exports.default.fetch(`https://croft.test${path}/live`, { headers });
    if (!socket) throw new Error("No socket.");
    const held = this.client.held;
    const client = new LiveClient((text) => socket.send(text));
    socket.addEventListener("message", ({ data }) => client.receive(String(data)));
    socket.addEventListener("close", ({ code, reason }) => client.close(code, reason));
    socket.accept();
    this.#socket = socket;
    this.client = client;
    QUESTIONS.forEach(({ query, aggregate }, index) => {
      const from: Held | undefined = held.get(String(index));
      const since = from?.seq === null || from?.seq === undefined ? {} : { since: from.seq };
      client.subscribe(
        {
          type: "subscribe",
          id: String(index),
          resource: "leads",
          query,
          ...(aggregate ? { aggregate } : {}),
          ...since,
        },
        from,
      );
    });
  }

  disconnect(): void {
    this.#socket?.close(1000);
  }

  /** Waits for the answer to something sent now: whatever was sent before it has arrived by then. */
  async arrived(): Promise<void> {
    this.#barriers += 1;
    const id = `barrier ${this.#barriers}`;
    this.client.subscribe({ type: "subscribe", id, resource: "leads", query: { limit: 1 } });
    await expect
      .poll(() => this.client.held.get(id)?.seq ?? this.client.closed, { interval: 1, timeout: 5_000 })
      .not.toBeNull();
    this.client.unsubscribe(id);
    if (this.client.failure) throw this.client.failure;
    expect(this.client.closed).toBeNull();
  }
}

class Play {
  readonly #tenant: TestTenant;
  readonly #watchers = [new Watcher(), new Watcher(), new Watcher()];
  readonly #ids: string[] = [];
  #human = "";

  constructor(tenant: TestTenant) {
    this.#tenant = tenant;
  }

  async open(): Promise<void> {
    this.#human = (await this.#tenant.owner.make("humans", { lastName: "Red" })).id;
    for (const watcher of this.#watchers) await watcher.connect(this.#tenant.path, this.#tenant.owner);
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.disconnect();
  }

  async run(step: Step): Promise<void> {
    const { owner, stub, path } = this.#tenant;
    switch (step[0]) {
      case "create":
        this.#ids.push(
          (await owner.make("leads", { ...step[1], humanId: this.#ids.length % 2 === 0 ? this.#human : null })).id,
        );
        return;
      case "update":
        return void (await owner.patch(this.#lead(step[2]), step[1]));
      case "delete":
        return void (await owner.delete(this.#lead(step[1])));
      case "restore":
        return void (await owner.post(`${this.#lead(step[1])}/restore`, {}));
      case "purge":
        return void (await owner.delete(`${this.#lead(step[1])}?purge=true`));
      case "batch":
        return void (await owner.post("/batch", {
          operations: step[1].map((data) => ({ op: "create", resource: "leads", data })),
        }));
      case "rename":
        return void (await owner.patch(`/humans/${this.#human}`, { lastName: step[1] }));
      case "evict":
        return evictDurableObject(stub, { webSockets: "hibernate" });
      case "reconnect": {
        const watcher = this.#watchers[step[1]];
        watcher?.disconnect();
        return watcher?.connect(path, owner);
      }
    }
  }

  /** Searches are run a moment after the write; everything else has been sent before the write was answered. */
  async check(): Promise<void> {
    for (const watcher of this.#watchers) await watcher.arrived();
    for (const [index, question] of QUESTIONS.entries()) {
      const { data } = await this.#tenant.owner.get(`/leads${question.list}`);
      for (const { client } of this.#watchers) {
        const rows = () => shape(question, client.rows(String(index)));
        if (index === 3 || index === 4)
          await expect.poll(rows, { interval: 5, timeout: 2_000 }).toEqual(shape(question, data));
        else expect(rows()).toEqual(shape(question, data));
      }
    }
  }

  #lead(at: number): string {
    return `/leads/${this.#ids[at % Math.max(1, this.#ids.length)] ?? "lead_none"}`;
  }
}

/** Groups stand in no order. */
function shape(question: Question, rows: unknown): unknown {
  return question.aggregate && Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)).sort() : rows;
}

test("every client holds what the list answers, over writes, evictions and new connections", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24, size: "max" }), async (steps) => {
      const play = new Play(await makeTenant());
      await play.open();
      for (const next of steps) {
        await play.run(next);
        await play.check();
      }
      play.close();
    }),
    { numRuns: RUNS },
  );
}, 300_000);
