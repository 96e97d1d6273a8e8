/** Live sockets to one target, spread over processes of their own. */
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import type { Target } from "./api.ts";
import { type AudienceOrder, countSchema, doneSchema, liveSchema, takenSchema } from "./audience-order.ts";
import { Child, shares } from "./child.ts";

/** More would only take processor time from each other on small machines. */
const PROCESSES = 2;
const POLL_MS = 20;

/** What all sockets together got. */
export interface Taken {
  readonly samples: readonly number[];
  /** Changes that did not arrive, came twice or came too late, over all sockets. Zero is the only good number. */
  readonly wrong: number;
}

export class Audience {
  readonly #children: readonly Child[];

  private constructor(children: readonly Child[]) {
    this.#children = children;
  }

  /** Opens `count` sockets and waits until every one has its first result. Clients of Croft say `subscriptions` in turn. */
  static async open(target: Target, count: number, ...subscriptions: readonly Subscription[]): Promise<Audience> {
    const parts = shares(count, PROCESSES);
    const audience = new Audience(parts.map(() => new Child("audience-process.ts")));
    const url = `${target.url.replace(/^http/, "ws")}${target.base}/live`;
    const order = { do: "open", url, headers: target.headers, subscriptions } as const;
    const opened = parts.map((part, index) => audience.#children[index]?.ask({ ...order, ...part }, doneSchema));
    await Promise.all(opened);
    return audience;
  }

  /** Waits until every socket has heard of `writes` writes since the last `take`; gives up after `patience` milliseconds. */
  async heard(writes: number, patience = 15_000): Promise<void> {
    for (const until = performance.now() + patience; performance.now() < until; await sleep(POLL_MS)) {
      const counts = await this.#all({ do: "count" }, countSchema);
      if (counts.every(({ count }) => count >= writes)) return;
    }
  }

  /** What arrived since the last time, where `writes` writes were made. */
  async take(writes: number): Promise<Taken> {
    const taken = await this.#all({ do: "take" }, takenSchema);
    const wrong = taken.map(({ fewest, most, disordered }) => Math.max(writes - fewest, most - writes) + disordered);
    return { samples: taken.flatMap(({ samples }) => samples), wrong: wrong.reduce((sum, each) => sum + each, 0) };
  }

  /** Counts sockets as not live until they hear from the server again. Say so before it is killed. */
  async lost(): Promise<void> {
    await this.#all({ do: "lost" }, doneSchema);
  }

  /** How many are live. */
  async live(): Promise<number> {
    const counts = await this.#all({ do: "live" }, liveSchema);
    return counts.reduce((sum, { live }) => sum + live, 0);
  }

  /** Closes all sockets and ends their processes; once is enough. */
  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.end()));
  }

  #all<Answer>(order: AudienceOrder, schema: z.ZodType<Answer>): Promise<Answer[]> {
    return Promise.all(this.#children.map((child) => child.ask(order, schema)));
  }
}

type Subscription = (AudienceOrder & { do: "open" })["subscriptions"][number];
