/** Live queries of one object: subscriptions on sockets, evaluated once per distinct query and rights. */
import type { Sight } from "../access.ts";
import type { Change } from "../change-log.ts";
import type { Store } from "../store.ts";
import type { Credential, LiveSocket } from "./socket.ts";

export interface LiveOptions {
  readonly store: Store;
  readonly tenant: string;
  /** Every open socket; asked once after a start, to find who is there. */
  readonly sockets: () => Iterable<LiveSocket>;
  /** The open socket of that id. */
  readonly socket: (id: string) => LiveSocket | undefined;
  /** What a credential may see now; null when it is no longer valid. Synchronous: it reads the object's own database. */
  readonly sightOf: (credential: Credential) => Sight | null;
  /** Verifies the token of an `auth` message; null when it does not belong to a valid principal of this tenant. */
  readonly renew: (token: string) => Promise<Credential | null>;
  readonly maxSockets: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs something later; at most one call is outstanding. */
  readonly defer: (run: () => void, ms: number) => void;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
}

export declare class Live {
  constructor(options: LiveOptions);

  /** A socket has opened: remembers its credential and sends `welcome`, or closes it with 4429 where there are too many. */
  connect(socket: LiveSocket, credential: Credential): void;

  /** One message of a socket. Never throws and never rejects: what is wrong with it is answered or closes the socket. */
  message(socket: LiveSocket, data: string | ArrayBuffer): Promise<void>;

  /** A socket has closed or failed; repeating it is harmless. */
  disconnected(socket: LiveSocket): void;

  /**
   * To be called before a transaction that may change these resources: queries whose old result only SQL can tell
   * read it now, if an eviction took it from memory. Nothing is read for queries that a changed row alone decides.
   */
  beforeWrite(resources: ReadonlySet<string>): void;

  /** To be called in the same turn after the commit: works out and sends what it changed for every subscription. Never throws. */
  afterCommit(changes: readonly Change[]): void;

  /**
   * Roles, members, keys, settings or the clock may have changed what sockets may see: closes those whose credential is over (4401)
   * or gone (4403), and narrows or widens the others. After a commit that changes rights, call it before `afterCommit`,
   * so that nothing of that commit goes to who may no longer see it.
   */
  rightsChanged(): void;

  /** To be called after entries of the log were trimmed: audit-log subscriptions that showed them start anew. */
  logTrimmed(): void;

  /** When the first credential of an open socket ends (milliseconds since 1970), or null: call `rightsChanged` then. */
  nextExpiry(): number | null;

  /** Closes every socket with this code, as when the tenant is suspended or erased. */
  closeAll(code: number, reason: string): void;
}
