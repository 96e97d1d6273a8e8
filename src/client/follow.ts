/** One query that is followed: what the server has told of it, and from where it goes on. */
import type { DownMessage } from "../protocol/live-down.ts";
import type { LiveAggregateInput, LiveQueryInput, SubscribeMessage } from "../protocol/live-up.ts";
import { CroftError } from "./error.ts";
import type { Row } from "./field.ts";
import { type Compare, orderOf, orderOfGroups } from "./order.ts";
import { changed, keyOfGroup, RECORD_KEY, replaced, type Shape } from "./result.ts";

type Given<Input> = {
  readonly [Key in keyof Input]: Input[Key] extends string[] | undefined ? readonly string[] | undefined : Input[Key];
};

/** What is followed. Equal questions are one. */
export interface Question {
  readonly resource: string;
  readonly query?: Given<LiveQueryInput>;
  readonly aggregate?: Given<LiveAggregateInput>;
}

/** The message that asks a question. */
export type Ask = Question & Pick<SubscribeMessage, "type" | "id" | "since">;

/** `again`: to be asked again, at once. `later`: after a while. `known`: nothing new. */
export type Taken = "taken" | "known" | "again" | "later";

export class Follow {
  readonly question: Question;
  readonly compare: Compare;
  /** The result at `seq`. */
  rows: readonly Row[] = [];
  /** Position of the log at which the result is known; null before the first answer, or when it cannot be continued. */
  seq: number | null = null;
  /** Its name on the current socket, while it is subscribed there. */
  id: string | null = null;
  /** Whether the current socket has answered. */
  confirmed = false;
  error: CroftError | null = null;
  /** Refusals in a row that may pass. */
  failures = 0;
  readonly #shape: Shape;
  #gaps = 0;

  constructor(question: Question) {
    this.question = question;
    const { resource, query, aggregate } = question;
    const labels = aggregate?.groupBy ?? [];
    this.compare = aggregate ? orderOfGroups(labels) : orderOf(resource, query?.sort, query?.q);
    this.#shape = { key: aggregate ? keyOfGroup(labels) : RECORD_KEY, compare: this.compare };
  }

  /** The message that asks, under a new name: what is still under way under an old one is not meant for it. */
  ask(id: string): Ask {
    this.id = id;
    this.confirmed = false;
    this.error = null;
    return { type: "subscribe", id, ...this.question, ...(this.seq === null ? {} : { since: this.seq }) };
  }

  /** Takes in a message that was addressed to it. */
  take(message: Extract<DownMessage, { id?: string | undefined }>): Taken {
    switch (message.type) {
      case "snapshot":
        this.rows = replaced(this.rows, message.data, this.#shape);
        return this.#stands(message.seq);
      case "current":
        return this.seq === null ? this.#gap() : this.#stands(message.seq);
      case "change":
        return this.#change(message);
      case "error":
        this.id = null;
        this.confirmed = false;
        return this.#refused(CroftError.from(message.error));
    }
  }

  /** The socket is gone. @param complete the position up to which it had told everything to whom it had answered. */
  lost(complete: number): void {
    if (this.confirmed && this.seq !== null) this.seq = Math.max(this.seq, complete);
    this.id = null;
    this.confirmed = false;
  }

  /** Nobody may see this any more. */
  clear(): void {
    this.rows = [];
    this.seq = null;
  }

  #change(message: Extract<DownMessage, { type: "change" }>): Taken {
    if (this.seq !== null && message.seq <= this.seq) return "known";
    if (message.from !== this.seq || "groups" in message !== (this.question.aggregate !== undefined))
      return this.#gap();
    this.rows = changed(this.rows, message, this.#shape);
    return this.#stands(message.seq);
  }

  #stands(seq: number): Taken {
    this.seq = seq;
    this.confirmed = true;
    this.failures = 0;
    this.#gaps = 0;
    return "taken";
  }

  /** Something was missed. When asking from where it stands does not help, it is asked from the beginning. */
  #gap(): Taken {
    this.#gaps += 1;
    if (this.#gaps > 1) this.seq = null;
    return "again";
  }

  #refused(error: CroftError): Taken {
    // The history does not reach back so far, or the service was set back to a copy that had not come so far.
    if (this.seq !== null && (error.code === "GONE" || error.code === "BAD_REQUEST")) {
      this.seq = null;
      return "again";
    }
    if (error.retryable) {
      this.failures += 1;
      return "later";
    }
    this.error = error;
    if (error.code === "FORBIDDEN" || error.code === "NOT_FOUND") this.clear();
    return "taken";
  }
}
