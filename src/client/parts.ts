/** What a client is made of, for the modules that stand beside its core. */
import type { Clock } from "./clock.ts";
import type { SocketConstructor } from "./socket.ts";
import type { Tokens } from "./token.ts";
import type { Transport } from "./transport.ts";

/** What everything that one client reaches shares. */
export interface ClientParts {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly webSocket: SocketConstructor | undefined;
  readonly clock: Clock;
}

/** By the client, or by one of its tenants. Not part of the package's contract. */
export const PARTS: WeakMap<object, ClientParts> = new WeakMap<object, ClientParts>();

/** @throws TypeError for what `createCroft` did not make. */
export function partsOf(client: object): ClientParts {
  const parts = PARTS.get(client);
  if (!parts) throw new TypeError("This is neither a client that createCroft made, nor one of its tenants.");
  return parts;
}
