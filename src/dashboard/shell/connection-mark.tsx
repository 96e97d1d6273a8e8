/** How the connection stands, in the navigation: always there, never a spinner. */
import { useConnection } from "../../client/react/use-connection.ts";
import { TEXTS } from "../texts/shell.ts";
import { useTenant } from "./tenant-context.ts";

const COLOURS = {
  idle: "bg-quiet",
  connecting: "bg-warn",
  "catching-up": "bg-warn",
  live: "bg-good",
  offline: "bg-bad",
  closed: "bg-bad",
} as const;

export function ConnectionMark() {
  const { status } = useConnection(useTenant().tenant);
  return (
    <p role="status" data-connection={status} className="flex items-center gap-2 px-2 text-quiet text-xs">
      <span aria-hidden className={`size-2 rounded-full ${COLOURS[status]}`} />
      {TEXTS.connection[status]}
    </p>
  );
}
