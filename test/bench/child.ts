/** A process that answers every order it is sent. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type * as z from "zod";

/** Takes one order at a time, for answers carry no name. Ends when the channel to it is closed. */
export class Child {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  /** @param file name of a file beside this one. */
  constructor(file: string) {
    this.#child = fork(join(import.meta.dirname, file));
    this.#ended = once(this.#child, "exit");
  }

  /** @throws Error when the process ends instead. */
  async ask<Answer>(order: object, schema: z.ZodType<Answer>): Promise<Answer> {
    const answered = once(this.#child, "message").then(([message]) => ({ value: schema.parse(message) }));
    this.#child.send(order);
    const answer = await Promise.race([answered, this.#ended.then(() => null)]);
    if (answer === null) throw new Error("A process of the benchmark ended before it answered.");
    return answer.value;
  }

  /** Once is enough. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}

/** How many of `count` things each of `processes` takes, and the number of its first. */
export function shares(count: number, processes: number): { first: number; count: number }[] {
  return Array.from({ length: Math.min(processes, count) }, (_, index, all = Math.min(processes, count)) => {
    const first = Math.floor((count * index) / all);
    return { first, count: Math.floor((count * (index + 1)) / all) - first };
  });
}
