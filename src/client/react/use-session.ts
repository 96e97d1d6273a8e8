import { useCallback, useSyncExternalStore } from "react";
import type { Observable } from "../croft.ts";
import type { SessionState } from "../session/session.ts";

const UNKNOWN: SessionState = { status: "unknown" };

/** Who is signed in: `useSession(session)`. The service is asked when the first component mounts. On the server it is `unknown`. */
export function useSession(session: { readonly state: Observable<SessionState> }): SessionState {
  const { state } = session;
  const subscribe = useCallback((changed: () => void) => state.subscribe(changed), [state]);
  return useSyncExternalStore(
    subscribe,
    () => state.value,
    () => UNKNOWN,
  );
}
