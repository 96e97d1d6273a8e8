/** Says what is wrong with the connection, as long as something is. What is shown stays, and says how old it is. */
import { CloudOff } from "lucide-react";
import { useConnection } from "../../client/react/use-connection.ts";
import { TEXTS } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { age, useNow } from "../ui/time.tsx";
import { useTenant } from "./tenant-context.ts";

export function ConnectionBanner() {
  const { tenant } = useTenant();
  const state = useConnection(tenant);
  const now = useNow();
  if (state.status !== "offline" && state.status !== "closed") return null;
  const text =
    state.status === "offline" ? TEXTS.offlineSince(age(state.since, now)) : TEXTS.closedBecause(state.reason.message);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-mark px-4 py-2 text-warn"
    >
      <CloudOff size={18} aria-hidden />
      <p className="min-w-0 flex-1">{text}</p>
      <Button onClick={() => tenant.reconnect()}>{TEXTS.reconnect}</Button>
    </div>
  );
}
