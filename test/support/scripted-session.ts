/** A session whose service, time and network a test plays by hand. */
import { type Croft, createCroft } from "../../src/client/croft.ts";
import type { PersonCalls } from "../../src/client/person-calls.ts";
import type { AnyResource } from "../../src/client/resource-types.ts";
import { Session, type SessionOptions } from "../../src/client/session/session.ts";
import { answering, HandClock, ScriptedSocket, settled } from "./scripted-socket.ts";

const URL_OF_SERVICE = "https://croft.test";

/** A service with one browser's cookie: whoever is signed in there. */
export class ScriptedAccounts {
  /** Id of whoever the cookie stands for. */
  holder: string | null = null;
  /** Whether the network is there. */
  reachable = true;
  /** Answers the next calls instead, by path. */
  readonly instead = new Map<string, () => Response | Promise<Response>>();
  /** Paths that were asked, with their bodies. */
  readonly asked: { readonly path: string; readonly body: unknown }[] = [];
  readonly inits: RequestInit[] = [];
  #tokens = 0;

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const path = url.slice(`${URL_OF_SERVICE}/auth`.length);
    this.asked.push({ path, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
    this.inits.push(init);
    if (!this.reachable) throw new TypeError("fetch failed");
    return (await this.instead.get(path)?.()) ?? this.#answer(path);
  };

  /** How often a path was asked. */
  count(path: string): number {
    return this.asked.filter((each) => each.path === path).length;
  }

  #answer(path: string): Response {
    switch (path) {
      case "/get-session":
        return this.holder === null ? NOBODY() : answering(200, { session: {}, user: personOf(this.holder) });
      case "/token":
        if (this.holder === null) return refusal(401, "UNAUTHENTICATED");
        this.#tokens += 1;
        return answering(200, { data: { token: tokenOf(this.holder, this.#tokens), expiresAt: "" }, meta: {} });
      case "/sign-in/email":
        this.holder ??= "usr_ada";
        return answering(200, { redirect: false, token: "x", user: personOf(this.holder) });
      case "/sign-out":
        this.holder = null;
        return answering(200, { success: true });
      default:
        return answering(200, { status: true });
    }
  }
}

/** What `/auth/get-session` answers where nobody is signed in. */
export const NOBODY = () => new Response("null");

export function personOf(id: string) {
  return { id, email: `${id}@croft.test`, emailVerified: true, name: id };
}

/** A refusal of Better Auth, with the contract's `error` beside its own fields. */
export function refusal(status: number, code: string, reason = "SESSION_EXPIRED"): Response {
  return answering(status, { code: reason, message: "No.", error: { code, message: "No.", requestId: "r-1" } });
}

/** An access token for five minutes. */
function tokenOf(sub: string, number: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "ES256" })}.${part({ iat: 1_000, exp: 1_300, sub, number })}.s`;
}

export interface ScriptedSession {
  readonly session: Session;
  readonly accounts: ScriptedAccounts;
  readonly clock: HandClock;
}

/** A session of its own; several of one `accounts` share the cookie, as tabs do. */
export function scriptedSession(
  options: Partial<SessionOptions> & { readonly accounts?: ScriptedAccounts } = {},
): ScriptedSession {
  const { accounts = new ScriptedAccounts(), ...given } = options;
  const clock = new HandClock();
  const session = new Session({ url: `${URL_OF_SERVICE}/`, fetch: accounts.fetch, ...given }, clock);
  return { session, accounts, clock };
}

export type Resources = { readonly leads: AnyResource };

/** A client of the session, and the sockets it opens. Its clock is the machine's: what it waits for is not waited for here. */
export function clientOf(session: Session, answer: (url: string, init: RequestInit) => Response | Promise<Response>) {
  const sockets: ScriptedSocket[] = [];
  const webSocket = class extends ScriptedSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  const croft: Croft<Resources> & PersonCalls = createCroft<Resources>({
    url: URL_OF_SERVICE,
    session,
    webSocket,
    fetch: async (url, init) => answer(url, init),
  });
  return { croft, sockets };
}

/** Whom a socket or a call shows itself as. */
export function subjectOf(token: string | undefined): unknown {
  const payload = /eyJ[\w-]*\.([\w-]+)\./.exec(token ?? "")?.[1] ?? "";
  return payload === "" ? null : JSON.parse(Buffer.from(payload, "base64url").toString()).sub;
}

/** Until the turns that follow one another are over, those of `fetch` included. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await settled();
    await new Promise((done) => setImmediate(done));
  }
}

/** One that is watched; `states` are the ones that watchers were told: ids of people, and the names of other states. */
export async function watchedSession(...given: Parameters<typeof scriptedSession>) {
  const scripted = scriptedSession(...given);
  const states: string[] = [];
  scripted.session.state.subscribe((state) =>
    states.push(state.status === "signed-in" ? state.person.id : state.status),
  );
  await quiet();
  return { ...scripted, states };
}

/** A browser in which somebody is signed in. */
export function signedIn(id = "usr_ada"): ScriptedAccounts {
  const accounts = new ScriptedAccounts();
  accounts.holder = id;
  return accounts;
}
