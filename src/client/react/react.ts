/** Hooks of the client for React 18 and later. No provider: a hook is given the resource or the tenant that it follows. */

import { useAggregate } from "./use-aggregate.ts";
import { useConnection } from "./use-connection.ts";
import { useLive } from "./use-live.ts";
import type { LiveRecord } from "./use-record.ts";
import { useRecord } from "./use-record.ts";
import { useSession } from "./use-session.ts";

export type { LiveRecord };
export { useAggregate, useConnection, useLive, useRecord, useSession };
