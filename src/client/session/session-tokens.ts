/** The access tokens of a session, shared by all clients that were made with it. */
import { TokenSource } from "../token.ts";

export class SessionTokens extends TokenSource {
  /** Counts whom they stood for. */
  holder = 0;
  readonly #listeners = new Set<() => void>();

  onHandOver(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** From now on they stand for somebody else, or for nobody. */
  handOver(): void {
    this.refuse();
    this.holder += 1;
    for (const listener of this.#listeners) listener();
  }
}
