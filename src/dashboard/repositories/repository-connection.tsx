/** How the connection to one repository stands, which is another than the tenant's. */
import { CloudOff } from "lucide-react";
import type { ConnectionState } from "../../client/croft.ts";
import { useConnection } from "../../client/react/use-connection.ts";
import type { Repository } from "../../client/repositories/repositories.ts";
import { TEXTS } from "../texts/repositories.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { age, useNow } from "../ui/time.tsx";
import { StateMark } from "./state-mark.tsx";
import type { Tone } from "./state-words.ts";

const TONES: Readonly<Record<ConnectionState["status"], Tone>> = {
  idle: "quiet",
  connecting: "warn",
  "catching-up": "warn",
  live: "good",
  offline: "bad",
  closed: "bad",
};

export function RepositoryConnection({ repository }: { readonly repository: Repository }) {
  const { status } = useConnection(repository);
  return (
    <span role="status" aria-label={TEXTS.connection} data-repository-connection={status}>
      <StateMark tone={TONES[status]}>{SHELL.connection[status]}</StateMark>
    </span>
  );
}

/** Says what is wrong, as long as something is. What is shown stays. */
export function RepositoryBanner({ repository }: { readonly repository: Repository }) {
  const state = useConnection(repository);
  const now = useNow();
  if (state.status !== "offline" && state.status !== "closed") return null;
  const text =
    state.status === "offline" ? TEXTS.offlineSince(age(state.since, now)) : SHELL.closedBecause(state.reason.message);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-mark px-4 py-2 text-warn"
    >
      <CloudOff size={18} aria-hidden />
      <p className="min-w-0 flex-1">{text}</p>
      <Button onClick={() => repository.reconnect()}>{SHELL.reconnect}</Button>
    </div>
  );
}
