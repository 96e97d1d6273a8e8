/** Writes the messages, each of a group once, and closes the sockets that do not take them. */
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { AppError } from "../../../src/protocol/errors.ts";
import type { Reset } from "../../../src/protocol/live-down.ts";
import type { Group } from "./group.ts";
import type { Registry } from "./registry.ts";
import type { Session, Subscription } from "./session.ts";
import { closeQuietly } from "./socket.ts";

/** UTF-16 units of one message: the platform's own end is at 32 MiB, and every socket that waits holds a copy. */
const MOST = 8_388_608;

const REASONS: Readonly<Record<number, string>> = {
  [CLOSE.TOO_SLOW]: "too slow",
  [CLOSE.RESTARTING]: "restarting",
};

export class Publisher {
  readonly #registry: Registry;
  readonly #now: () => number;

  constructor(registry: Registry, now: () => number) {
    this.#registry = registry;
    this.#now = now;
  }

  /** The whole result at `seq`. @param data a JSON array. */
  snapshot(subscription: Subscription, seq: number, data: string, reset: Reset | null): void {
    const tail = reset ? `,"reset":"${reset}"}` : "}";
    this.#tell(subscription, seq, `{"type":"snapshot",${subscription.head},"seq":${seq},"data":${data}${tail}`);
  }

  /** The answer to a resume where something was missed. */
  missed(subscription: Subscription, since: number, seq: number, body: string): void {
    this.#tell(subscription, seq, `{"type":"change",${subscription.head},"from":${since},"seq":${seq},${body}}`);
  }

  current(subscription: Subscription, seq: number): void {
    this.#tell(subscription, seq, `{"type":"current",${subscription.head},"seq":${seq}}`);
  }

  /**
   * A change of a group's result, to every member that was not told `seq` yet.
   * @param body what stands behind `seq` in the message.
   */
  change(group: Group, seq: number, body: string): void {
    if (body.length > MOST) {
      for (const member of group.members) this.end(member, tooLarge());
      return;
    }
    const now = this.#now();
    const tail = `,"seq":${seq},${body}}`;
    let last = { head: "", told: -1, text: "" };
    for (const member of group.members) {
      if (member.told >= seq) continue;
      // Clients of one application name their subscriptions alike: one string then serves them all.
      if (member.head !== last.head || member.told !== last.told) {
        last = {
          head: member.head,
          told: member.told,
          text: `{"type":"change",${member.head},"from":${member.told}${tail}`,
        };
      }
      member.told = seq;
      this.#send(member.session, last.text, seq, now, false);
    }
  }

  /** Says why something was refused; with an id, that this subscription does not exist (any more). */
  error(session: Session, id: string | null, error: AppError): void {
    const message = { type: "error", ...(id === null ? {} : { id }), error: error.body() };
    this.#send(session, JSON.stringify(message), session.outstanding.highest, this.#now(), true);
  }

  /** Ends a subscription with the reason. */
  end(subscription: Subscription, error: AppError): void {
    const { session, id } = subscription;
    this.#registry.leave(subscription);
    session.save();
    this.error(session, id, error);
  }

  /** Sends a text that belongs to no subscription. */
  plain(session: Session, text: string): void {
    this.#send(session, text, session.outstanding.highest, this.#now(), true);
  }

  close(session: Session, code: number, reason: string): void {
    this.#registry.drop(session);
    closeQuietly(session.socket, code, reason);
  }

  #tell(subscription: Subscription, seq: number, text: string): void {
    if (text.length > MOST) {
      this.end(subscription, tooLarge());
      return;
    }
    subscription.told = seq;
    this.#send(subscription.session, text, seq, this.#now(), true);
  }

  #send(session: Session, text: string, seq: number, now: number, asked: boolean): void {
    const code = session.send(text, seq, now, asked);
    if (code !== null) this.close(session, code, REASONS[code] ?? "");
  }
}

function tooLarge(): AppError {
  return new AppError("PAYLOAD_TOO_LARGE", {
    message: "This result is too large for one message; ask for fewer records.",
  });
}
