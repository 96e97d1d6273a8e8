/** Tabs of one origin tell each other who is signed in, for they share the cookie. */
import { onLine } from "../wakes.ts";

export interface Tabs {
  /** Tells the others. @param holder id of the person; null for nobody */
  tell(holder: string | null): void;
  close(): void;
}

/** As much of a `BroadcastChannel` as is used. */
interface Channel {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** @param heard is told what another tab takes for the truth: a reason to ask the service, no more. */
export function openTabs(url: string, heard: (holder: string | null) => void): Tabs {
  const make: unknown = Reflect.get(globalThis, "BroadcastChannel");
  // Outside of browsers there are no tabs, and an open channel would keep a process from ending.
  if (typeof onLine() !== "boolean" || !isChannel(make)) return { tell: () => undefined, close: () => undefined };
  const channel = new make(`croft session ${url}`);
  channel.onmessage = ({ data }) => heard(typeof data === "string" ? data : null);
  return { tell: (holder) => channel.postMessage(holder), close: () => channel.close() };
}

function isChannel(make: unknown): make is new (name: string) => Channel {
  return typeof make === "function";
}
