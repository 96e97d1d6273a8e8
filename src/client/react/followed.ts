import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { LiveQuery, LiveResult } from "../croft.ts";

/** What stands for a query without a result, on the server too. One object, so that nothing renders anew for it. */
const LOADING: LiveResult<never> = { data: [], seq: null, status: "loading", error: null };

/**
 * Follows a query while the component is mounted; null follows nothing.
 * @param subject what the query asks about. While the first result of another query about it loads, the old one is shown as `stale`.
 */
export function useFollowed<Item>(query: LiveQuery<Item> | null, subject: unknown): LiveResult<Item> {
  const subscribe = useCallback((changed: () => void) => query?.subscribe(changed) ?? doNothing, [query]);
  const read = useCallback((): LiveResult<Item> => query?.value ?? LOADING, [query]);
  const result = useSyncExternalStore(subscribe, read, readOnServer);
  const shown = useRef<Shown<Item> | null>(null);
  // Only what was committed has been shown: a render may be thrown away.
  useEffect(() => {
    if (query === null || result.status === "failed") shown.current = null;
    else if (result.status !== "loading") shown.current = { subject, result };
  }, [query, subject, result]);
  const isHeld = query !== null && result.status === "loading" && shown.current?.subject === subject;
  const held = isHeld ? (shown.current?.result ?? null) : null;
  return useMemo(() => (held ? { ...held, status: "stale" } : result), [held, result]);
}

interface Shown<Item> {
  readonly subject: unknown;
  readonly result: LiveResult<Item>;
}

function readOnServer(): LiveResult<never> {
  return LOADING;
}

function doNothing(): void {}
