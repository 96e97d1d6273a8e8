/** Reading over REST without workerd: calls of the read routes over a `LiveWorld`. */
import { ReadCall, type ReadFields } from "../../objects/records/read-call.ts";
import type { Reply } from "../../objects/records/reply.ts";
import { config } from "../../src/croft.config.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { liveSettings } from "./live-things.ts";
import type { LiveWorld } from "./live-world.ts";

/** Who calls, and what the object adds to `meta`. */
interface How {
  readonly key?: string;
  readonly extraMeta?: Readonly<Record<string, unknown>>;
}

/** What a call came to: the answer's status, data and meta, or the code of the error. */
export interface Answered {
  readonly status: number;
  readonly data: unknown;
  readonly meta: unknown;
}

/**
 * Calls a handler as a key does: `key_a`, unless `how` names another.
 * @param search query of the address, with its question mark.
 */
export function read(
  world: LiveWorld,
  handler: (call: ReadCall) => Reply,
  params: Readonly<Record<string, string>>,
  search = "",
  { key = "key_a", extraMeta }: How = {},
): Answered {
  const fields: ReadFields = {
    principal: world.principal(key),
    request: new Request("https://croft.test/"),
    search,
    params,
    requestId: "req_1",
    now: world.now,
  };
  const context = { store: world.store, config, settings: () => liveSettings };
  try {
    const call = new ReadCall(context, fields);
    if (extraMeta) call.extraMeta = () => extraMeta;
    const { status, body } = handler(call);
    return { status, ...JSON.parse(body) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status: error.status, data: error.code, meta: error.details };
  }
}
