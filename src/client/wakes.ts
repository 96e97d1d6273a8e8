/** What the surroundings tell of the network: browsers do, Node and Workers do not. */

interface Heard {
  /** The network or the page is back. */
  readonly wake: () => void;
  /** The network is gone. */
  readonly offline: () => void;
}

/** Whether the surroundings know that there is no network; they often do not know. */
export function isOffline(): boolean {
  return onLine() === false;
}

/** What tells of events, as `EventTarget` does. */
interface Target {
  addEventListener(name: string, listener: () => void, options: { readonly signal: AbortSignal }): void;
}

/** Listens to the surroundings, where they have something to say. @returns what ends that. */
export function listenToWakes({ wake, offline }: Heard): () => void {
  const heard = new AbortController();
  const page: unknown = Reflect.get(globalThis, "document");
  const listen = (target: unknown, name: string, listener: () => void) => {
    if (isTarget(target)) target.addEventListener(name, listener, { signal: heard.signal });
  };
  // Browsers and their workers; elsewhere these events never come.
  if (typeof onLine() === "boolean") {
    listen(globalThis, "online", wake);
    listen(globalThis, "pageshow", wake);
    listen(globalThis, "offline", offline);
    listen(page, "visibilitychange", () => {
      if (Reflect.get(Object(page), "visibilityState") !== "hidden") wake();
    });
  }
  return () => heard.abort();
}

/** What the surroundings say of the network; outside of browsers and their workers no boolean. */
export function onLine(): unknown {
  return typeof navigator === "object" ? Reflect.get(navigator, "onLine") : undefined;
}

function isTarget(target: unknown): target is Target {
  return typeof target === "object" && target !== null && typeof Reflect.get(target, "addEventListener") === "function";
}
