/** The one connection of a tenant's client: opened when something is followed, kept over every loss, told what stands of it. */
import { CLOSE } from "../protocol/close-codes.ts";
import type { DownMessage } from "../protocol/live-down.ts";
import type { UpMessage } from "../protocol/live-up.ts";
import type { Clock } from "./clock.ts";
import { afterClose, afterProbe, again, type Next, waitAfter } from "./connection-decisions.ts";
import { CroftError } from "./error.ts";
import type { Ask } from "./follow.ts";
import type { ConnectionState } from "./observable.ts";
import { Socket, type SocketConstructor } from "./socket.ts";
import type { Tokens } from "./token.ts";
import { isOffline, listenToWakes } from "./wakes.ts";

export interface ConnectionParts {
  /** `wss://…/v1/tenants/{tenant}/live`, as it is now. */
  readonly url: () => string;
  readonly tokens: Tokens;
  readonly webSocket: SocketConstructor | undefined;
  readonly clock: Clock;
  /** A cheap call to the same tenant: why it fails, or null when it does not. It may change the address. */
  readonly probe: () => Promise<CroftError | null>;
}

export interface ConnectionEvents {
  /** The socket is open: everything is to be asked again. */
  readonly open: () => void;
  readonly message: (message: DownMessage) => void;
  /** The socket is gone. @param complete position up to which it had told everything. */
  readonly lost: (complete: number) => void;
  /** `state` may be another one. */
  readonly changed: () => void;
}

/** Milliseconds that a greeted connection must last to count as healthy: losses before that go on counting. */
const HEALTHY_MS = 5_000;
/** Connections refused without a word, until a call is asked why. */
const REFUSED = 3;
/** Milliseconds between two attempts, however often the surroundings call. */
const WAKE_EVERY_MS = 1_000;
/** The same while an attempt is under way: it may have slept with the machine. */
const ATTEMPT_AGAIN_MS = 3_000;
/** A token for the open socket that could not be had is asked for again after so long. */
const RENEW_AGAIN_MS = 5_000;

const IDLE: ConnectionState = { status: "idle" };
const CONNECTING: ConnectionState = { status: "connecting" };
export const CATCHING_UP: ConnectionState = { status: "catching-up" };

export class Connection {
  /** As far as the connection itself can tell: `catching-up` while it is open. */
  state: ConnectionState = IDLE;
  readonly #parts: ConnectionParts;
  readonly #events: ConnectionEvents;
  #socket: Socket | null = null;
  #token: Promise<string> | null = null;
  /** Counts what supersedes an attempt that is still waiting for its token or its answer. */
  #attempt = 0;
  #attemptedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #refused = 0;
  /** Whether the last refused token has been replaced already. */
  #renewed = false;
  /** Whether the server named the delay that runs. */
  #asked = false;
  #cancelRetry: () => void = nothing;
  #cancelHealthy: () => void = nothing;
  #cancelRenewal: () => void = nothing;
  #stopListening: (() => void) | null = null;

  constructor(parts: ConnectionParts, events: ConnectionEvents) {
    this.#parts = parts;
    this.#events = events;
  }

  /** The socket, once it is open. */
  get open(): Socket | null {
    return this.state.status === "catching-up" ? this.#socket : null;
  }

  /** Connects, unless that is done, under way, or given up. */
  start(): void {
    if (this.state.status === "idle") this.restart();
  }

  /** Closes, for nothing is followed any more. */
  stop(): void {
    this.#rest(IDLE);
  }

  /** Tries at once, whatever there was before. */
  restart(): void {
    this.#leave();
    this.#failures = 0;
    this.#refused = 0;
    this.#renewed = false;
    this.#stopListening ??= listenToWakes({ wake: () => this.#wake(), offline: () => this.#offline() });
    this.#become(CONNECTING);
    this.#begin();
  }

  send(message: UpMessage | Ask): void {
    this.open?.send(message);
  }

  #begin(): void {
    const { tokens, clock } = this.#parts;
    this.#cancelRetry = nothing;
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#attemptedAt = clock.elapsed();
    const token = tokens.get();
    this.#token = token;
    token.then(
      (text) => attempt === this.#attempt && this.#connect(text),
      (error: unknown) => attempt === this.#attempt && this.#untold(error),
    );
  }

  #connect(token: string): void {
    const { webSocket, url, clock } = this.#parts;
    try {
      if (!webSocket) throw new TypeError();
      const socket = new Socket(webSocket, url(), token, clock, {
        open: () => this.#opened(),
        message: (message) => this.#received(message),
        end: (code, reason) => this.#ended(socket, code, reason),
      });
      this.#socket = socket;
    } catch (cause) {
      this.#close(
        new CroftError(
          "UNSUPPORTED",
          "No WebSocket could be made; another one may be passed as the option `webSocket`.",
          { cause },
        ),
      );
    }
  }

  #opened(): void {
    this.#become(CATCHING_UP);
    this.#renewLater(this.#parts.tokens.dueIn);
    this.#events.open();
  }

  #received(message: DownMessage): void {
    if (message.type === "welcome") {
      this.#refused = 0;
      this.#cancelHealthy = this.#parts.clock.after(HEALTHY_MS, () => {
        this.#failures = 0;
        this.#renewed = false;
      });
    }
    this.#events.message(message);
  }

  #ended(socket: Socket, code: number, reason: string): void {
    const { tokens, clock } = this.#parts;
    const silent = !socket.welcomed && code !== CLOSE.RESTARTING && code < 4_000;
    this.#refused = silent ? this.#refused + 1 : 0;
    this.#drop();
    const renewable = tokens.renewable && !this.#renewed;
    const next = afterClose({ code, reason, failures: this.#failures, renewable }, clock.random());
    // What was asked for has another name by now, which a call is told.
    const isMoved = code === CLOSE.FORBIDDEN && reason.startsWith("moved");
    if (isMoved || (this.#refused >= REFUSED && next.kind === "retry" && !isOffline())) this.#probe();
    else this.#follow(next);
  }

  /** Browsers do not tell a refused upgrade from a network that is gone; a call gets an answer that can be read. */
  #probe(): void {
    const attempt = this.#attempt;
    this.#refused = 0;
    this.#wait(0);
    void this.#parts.probe().then((error) => {
      if (attempt === this.#attempt) this.#follow(afterProbe(error, this.#failures, this.#parts.clock.random()));
    });
  }

  /** No token could be had. */
  #untold(error: unknown): void {
    const { clock } = this.#parts;
    if (!(error instanceof CroftError)) throw error;
    if (error.retryable) this.#follow(afterProbe(error, this.#failures, clock.random()));
    else this.#close(error);
  }

  #follow(next: Next): void {
    if (next.kind === "closed") {
      this.#close(next.reason);
      return;
    }
    this.#failures += 1;
    if (next.renew && this.#token !== null) {
      this.#parts.tokens.refuse(this.#token);
      this.#renewed = true;
    }
    this.#asked = next.asked;
    this.#retryIn(next.wait);
  }

  #retryIn(ms: number): void {
    this.#cancelRetry();
    this.#wait(ms);
    this.#cancelRetry = this.#parts.clock.after(ms, () => this.#begin());
  }

  #wait(ms: number): void {
    const now = this.#parts.clock.now();
    const since = this.state.status === "offline" ? this.state.since : now;
    this.#become({ status: "offline", since, retryAt: now + ms });
  }

  #wake(): void {
    const { clock } = this.#parts;
    const { state } = this;
    const left = (this.#socket ? ATTEMPT_AGAIN_MS : WAKE_EVERY_MS) + this.#attemptedAt - clock.elapsed();
    const isWaiting = state.status === "offline" && this.#cancelRetry !== nothing;
    if (this.#socket?.welcomed) this.#socket.check();
    else if (!this.#asked && left <= 0) {
      this.#leave();
      this.#begin();
    } else if (!this.#asked && isWaiting && state.retryAt > clock.now() + left) {
      // A call that comes too soon is not forgotten: a page that was offline for a moment would stay so for half a minute.
      this.#retryIn(left);
    }
  }

  /** The surroundings say that there is no network. They may be wrong, so it is tried now and then. */
  #offline(): void {
    if (this.#asked) return;
    this.#leave();
    const wait = waitAfter(Number.POSITIVE_INFINITY, this.#parts.clock.random());
    this.#follow(again(wait));
  }

  /** Gives the open socket a new token before the old one ends. */
  #renewLater(ms: number): void {
    const { tokens, clock } = this.#parts;
    if (!Number.isFinite(ms)) return;
    const attempt = this.#attempt;
    this.#cancelRenewal = clock.after(Math.max(0, ms), () => {
      const token = tokens.get();
      token.then(
        (text) => {
          if (attempt !== this.#attempt) return;
          if (token !== this.#token) this.send({ type: "auth", token: text });
          this.#token = token;
          this.#renewLater(Math.max(RENEW_AGAIN_MS, tokens.dueIn));
        },
        () => attempt === this.#attempt && this.#renewLater(RENEW_AGAIN_MS),
      );
    });
  }

  /** Ends the socket or the attempt, if there is one, and everything that waits. */
  #leave(): void {
    this.#attempt += 1;
    this.#cancelRetry();
    this.#cancelRetry = nothing;
    this.#asked = false;
    this.#socket?.drop();
    this.#drop();
  }

  #drop(): void {
    this.#cancelHealthy();
    this.#cancelRenewal();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) this.#events.lost(socket.complete);
  }

  /** Nothing is tried any more. */
  #close(reason: CroftError): void {
    this.#rest({ status: "closed", reason });
  }

  /** Nothing happens from now on. */
  #rest(state: ConnectionState): void {
    this.#leave();
    this.#stopListening?.();
    this.#stopListening = null;
    this.#become(state);
  }

  #become(state: ConnectionState): void {
    this.state = state;
    this.#events.changed();
  }
}

function nothing(): void {}
