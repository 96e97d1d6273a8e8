/** Drives HTTP load from a process of its own, so that measuring costs the measured as little as it can on one machine. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type LoadOrder, type LoadResult, loadResultSchema } from "./load-order.ts";

export class LoadGenerator {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "load-process.ts"));

  /** @throws Error when any answer was not 2xx, for then the rate means nothing. */
  async drive(order: LoadOrder): Promise<LoadResult> {
    this.#child.send(order);
    const [message] = await once(this.#child, "message");
    const result = loadResultSchema.parse(message);
    const { refused, errors } = result;
    if (refused > 0 || errors > 0)
      throw new Error(`${order.url}: ${refused} requests were refused, ${errors} failed; the rate means nothing.`);
    return result;
  }

  stop(): void {
    this.#child.disconnect();
  }
}
