/** How the connection to one repository stands, which is another than the tenant's. */
import type { ConnectionState } from "../../client/croft.ts";
import { useConnection } from "../../client/react/use-connection.ts";
import type { Repository } from "../../client/repositories/repositories.ts";
import { TEXTS } from "../texts/repositories.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
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
