/** Reading over REST without workerd: calls of the read routes over a `LiveWorld`. */
import { ReadCall, type ReadFields } from "../../objects/records/read-call.ts";
import type { Reply } from "../../objects/records/reply.ts";
import { config } from "../../src/croft.config.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { liveSettings } from "./live-things.ts";
import type { LiveWorld } from "./live-world.ts";

/** An object that says in every answer when it last looked. */
class CheckedCall extends ReadCall {
  override extraMeta(): Readonly<Record<string, unknown>> {
    return { checkedAt: "2026-11-21T10:00:00.000Z" };
  }
}

/** What a call came to: the answer's status, data and meta, or the code of the error. */
export interface Answered {
  readonly status: number;
  readonly data: unknown;
  readonly meta: unknown;
}

/**
 * Calls a handler as the key `key_a` does.
 * @param search query of the address, with its question mark.
 */
export function read(
  world: LiveWorld,
  handler: (call: ReadCall) => Reply,
  params: Readonly<Record<string, string>>,
  search = "",
  Kind: typeof ReadCall = ReadCall,
): Answered {
  const fields: ReadFields = {
    principal: world.principal("key_a"),
    request: new Request("https://croft.test/"),
    search,
    params,
    requestId: "req_1",
    now: world.now,
  };
  const context = { store: world.store, config, settings: () => liveSettings };
  try {
    const { status, body } = handler(new Kind(context, fields));
    return { status, ...JSON.parse(body) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status: error.status, data: error.code, meta: error.details };
  }
}

/** The same of an object that adds to `meta`. */
export function readChecked(...[world, handler, params, search]: Parameters<typeof read>): Answered {
  return read(world, handler, params, search, CheckedCall);
}
