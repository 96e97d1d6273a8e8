import { useCallback, useSyncExternalStore } from "react";
import type { ConnectionState, Observable } from "../croft.ts";

const IDLE: ConnectionState = { status: "idle" };

/** How the connection of a tenant stands: `useConnection(acme)`. It is opened by what is followed, not by this. On the server it is `idle`. */
export function useConnection(tenant: { readonly connection: Observable<ConnectionState> }): ConnectionState {
  const { connection } = tenant;
  const subscribe = useCallback((changed: () => void) => connection.subscribe(changed), [connection]);
  return useSyncExternalStore(
    subscribe,
    () => connection.value,
    () => IDLE,
  );
}
