/** Clients of a running server: one that knows the network's faults, and one beside it that writes and asks without them. */
import { WebSocket } from "ws";
import type { Clock } from "../../src/client/clock.ts";
import { createCroft, type Tenant, type TypesOf } from "../../src/client/croft.ts";
import { openTenant } from "../../src/client/tenant.ts";
import { TokenSource } from "../../src/client/token.ts";
import { Transport } from "../../src/client/transport.ts";
import type { leads } from "../../src/resources/leads.ts";
import { Journal } from "./journal.ts";
import type { TestServer } from "./server.ts";

export type Types = TypesOf<{ leads: typeof leads }>;
export type Lead = Types["leads"]["record"];

/** Time that passes so many times faster, without jitter: waits of seconds are no wait of the test. */
export function quickClock(times: number, random: () => number = () => 0): Clock {
  return {
    now: () => Date.now() * times,
    elapsed: () => performance.now() * times,
    random,
    after(ms, run) {
      const timer = setTimeout(run, Math.min(ms / times, 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
  };
}

/** A tenant as a browser opens it, through `url`, with a clock of the test's own. */
export function clientThrough(url: string, key: string, tenant: string, clock: Clock): Tenant<Types> {
  const tokens = new TokenSource(key, clock);
  const transport = new Transport({
    url,
    tokens,
    fetch: (address, init) => fetch(address, init),
    timeout: 2_000,
    retries: 1,
    patience: 60_000,
    clock,
  });
  return openTenant<Types>({ transport, tokens, webSocket: WebSocket, clock }, tenant);
}

/** A new tenant without limits, its key, and a client that nothing stands in the way of. */
export async function makeTenant(
  server: TestServer,
  tenant: string,
): Promise<{ key: string; journal: Journal; direct: Tenant<Types> }> {
  const journal = await Journal.open(server, tenant);
  const croft = createCroft<Types>({ url: server.url, token: journal.key, webSocket: WebSocket });
  return { key: journal.key, journal, direct: croft.tenant(tenant) };
}
