/** One request inside the object, from the reader to the answer. */
import { readerOf } from "../../src/auth/reader-header.ts";
import { log } from "../../src/log.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { addressOf } from "../records/address.ts";
import { listChanges, listRecordChanges } from "../records/history-routes.ts";
import { ReadCall } from "../records/read-call.ts";
import { aggregateRecords, getRecord, listRecords } from "../records/read-routes.ts";
import { asAppError, errorReply, type Reply, reply } from "../records/reply.ts";
import { type Route, routeTable } from "../records/route-table.ts";
import { searchRecords } from "../records/search-routes.ts";
import type { RepositoryContext } from "./context.ts";
import { principalOf } from "./readers.ts";
import { repositoryRecord } from "./sync-state.ts";

type Handler = (call: RepositoryCall) => Reply;

/** Everything that is read; `/live` is an upgrade. */
export const ROUTES: readonly Route<Handler>[] = [
  ["GET", "/", showRepository],
  ["GET", "/changes", listChanges],
  ["GET", "/search", searchRecords],
  ["GET", "/:resource", listRecords],
  ["GET", "/:resource/aggregate", aggregateRecords],
  ["GET", "/:resource/:id", getRecord],
  ["GET", "/:resource/:id/changes", listRecordChanges],
];
const findRoute = routeTable(ROUTES, ["/changes", "/search"]);

/** `/v1/repositories/{owner}/{name}`, under whichever of its names the directory led here. */
const PREFIX = /^\/v1\/repositories\/[^/]+\/[^/]+/;

class RepositoryCall extends ReadCall {
  readonly repository: RepositoryContext;

  constructor(repository: RepositoryContext, fields: ConstructorParameters<typeof ReadCall>[1]) {
    super(repository, fields);
    this.repository = repository;
  }

  /** The records say when they last changed; this, when GitHub was last asked. */
  override extraMeta(): Readonly<Record<string, unknown>> {
    const at = this.repository.checkedAt.repository;
    return at === undefined ? {} : { checkedAt: new Date(at).toISOString() };
  }
}

/** Answers a request; never throws. */
export function handle(context: RepositoryContext | null, request: Request, requestId: string, now: number): Reply {
  try {
    if (!context) throw new AppError("NOT_FOUND");
    const { path, search } = addressOf(request.url);
    const principal = principalOf(context, readerOf(request.headers));
    const { handler, params } = findRoute(request.method, pathBelow(path));
    return handler(new RepositoryCall(context, { principal, request, search, params, requestId, now }));
  } catch (error) {
    const known = asAppError(error);
    if (known.status >= 500) {
      log("error", {
        event: "error",
        repository: context?.githubId,
        code: known.code,
        requestId,
        cause: known.cause ?? known,
      });
    }
    return errorReply(known, requestId);
  }
}

/** @throws AppError NOT_FOUND */
function pathBelow(path: string): string {
  const prefix = PREFIX.exec(path)?.[0];
  if (prefix === undefined) throw new AppError("NOT_FOUND");
  const below = path.slice(prefix.length);
  if (below === "" || below === "/") return "/";
  return below.endsWith("/") ? below.slice(0, -1) : below;
}

function showRepository(call: RepositoryCall): Reply {
  call.allowParams();
  const record = repositoryRecord(call.repository);
  if (!record) throw new AppError("NOT_FOUND");
  return reply(200, record, { seq: call.store.log.seq, ...call.extraMeta() }, { ETag: `"${record.version}"` });
}
