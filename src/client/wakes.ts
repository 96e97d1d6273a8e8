/** What the surroundings tell of the network: browsers do, Node and Workers do not. */

interface Heard {
  /** The network or the page is back. */
  readonly wake: () => void;
  /** The network is gone. */
  readonly offline: () => void;
}

/** Whether the surroundings know that there is no network; they often do not know. */
export function isOffline(): boolean {
  return typeof navigator === "object" && Reflect.get(navigator, "onLine") === false;
}

/** What tells of events, as `EventTarget` does. */
interface Target {
  addEventListener(name: string, listener: () => void): void;
  removeEventListener(name: string, listener: () => void): void;
}

/** Listens to the surroundings, where they have something to say. @returns what ends that. */
export function listenToWakes({ wake, offline }: Heard): () => void {
  const page: unknown = Reflect.get(globalThis, "document");
  const visible = () => {
    if (Reflect.get(Object(page), "visibilityState") !== "hidden") wake();
  };
  const listeners: [unknown, string, () => void][] = [
    [globalThis, "online", wake],
    [globalThis, "pageshow", wake],
    [globalThis, "offline", offline],
    [page, "visibilitychange", visible],
  ];
  const heard = knowsNetwork() ? listeners.flatMap(([target, name, listener]) => listen(target, name, listener)) : [];
  return () => {
    for (const end of heard) end();
  };
}

/** Browsers and their workers; elsewhere these events never come. */
function knowsNetwork(): boolean {
  return typeof navigator === "object" && typeof Reflect.get(navigator, "onLine") === "boolean";
}

function listen(target: unknown, name: string, listener: () => void): (() => void)[] {
  if (!isTarget(target)) return [];
  target.addEventListener(name, listener);
  return [() => target.removeEventListener(name, listener)];
}

function isTarget(target: unknown): target is Target {
  return typeof target === "object" && target !== null && typeof Reflect.get(target, "addEventListener") === "function";
}
