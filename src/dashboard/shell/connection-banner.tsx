/** Says what is wrong with a connection, as long as something is. What is shown stays, and says how old it is. */
import { CloudOff } from "lucide-react";
import type { ConnectionState, Observable } from "../../client/croft.ts";
import { useConnection } from "../../client/react/use-connection.ts";
import { TEXTS } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { age, useNow } from "../ui/time.tsx";

/** @param to a tenant or a repository @param offlineSince what is said while it is away, for the age of what is shown */
export function ConnectionBanner({
  to,
  offlineSince = TEXTS.offlineSince,
}: {
  readonly to: { readonly connection: Observable<ConnectionState>; reconnect(): void };
  readonly offlineSince?: (age: string) => string;
}) {
  const state = useConnection(to);
  const now = useNow();
  if (state.status !== "offline" && state.status !== "closed") return null;
  const text =
    state.status === "offline" ? offlineSince(age(state.since, now)) : TEXTS.closedBecause(state.reason.message);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-mark px-4 py-2 text-warn"
    >
      <CloudOff size={18} aria-hidden />
      <p className="min-w-0 flex-1">{text}</p>
      <Button onClick={() => to.reconnect()}>{TEXTS.reconnect}</Button>
    </div>
  );
}
