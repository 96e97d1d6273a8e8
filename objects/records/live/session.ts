/** One open socket with its subscriptions, in memory; what has to survive hibernation is in the socket's attachment. */
import { CLOSE, type CloseCode } from "../../../src/protocol/close-codes.ts";
import { Backlog, MessageBudget, Outstanding } from "./flow.ts";
import type { Group } from "./group.ts";
import { type Credential, closeQuietly, type LiveSocket } from "./socket.ts";

export interface Subscription {
  /** As the client named it. */
  readonly id: string;
  /** `"id":"…"`, as every message to it begins. */
  readonly head: string;
  readonly session: Session;
  readonly group: Group;
  /** Position at which it began, as the attachment holds it. */
  readonly start: number;
  /** Position the client was last told: `from` of its next change. */
  told: number;
}

export class Session {
  readonly socket: LiveSocket;
  credential: Credential;
  readonly subscriptions = new Map<string, Subscription>();
  readonly outstanding: Outstanding;
  readonly budget: MessageBudget;
  readonly #backlog = new Backlog();

  constructor(socket: LiveSocket, credential: Credential, seq: number, now: number) {
    this.socket = socket;
    this.credential = credential;
    this.outstanding = new Outstanding(seq);
    this.budget = new MessageBudget(now);
  }

  /**
   * Sends a message that tells position `seq`.
   * @param asked whether the client asked for it, so that its size is no fault of the client's.
   * @returns the code to close the socket with, or null when all is well.
   */
  send(text: string, seq: number, now: number, asked = false): CloseCode | null {
    try {
      const { bufferedAmount } = this.socket;
      if (this.#backlog.isTooLarge(bufferedAmount, now) || this.outstanding.isTooSlow(now)) return CLOSE.TOO_SLOW;
      this.#backlog.sent(text, now, asked);
      this.outstanding.sent(seq, text.length, now);
      this.socket.send(text);
    } catch {
      // The peer is gone and the runtime has not said so yet.
      return CLOSE.RESTARTING;
    }
    return null;
  }

  /** Writes the attachment. A socket that does not keep it would wake up as somebody else, so it is closed. */
  save(): void {
    const subscriptions = [...this.subscriptions.values()].map(({ id, group, start }): [string, number, number] => [
      id,
      group.id,
      start,
    ]);
    try {
      this.socket.setState({ credential: this.credential, subscriptions });
    } catch {
      closeQuietly(this.socket, CLOSE.RESTARTING, "restarting");
    }
  }
}
