/** One repository: read like a tenant, and followed to where it is now. */
import * as z from "zod/mini";
import type {
  CommentRecord,
  CommitRecord,
  ContributorRecord,
  IssueRecord,
  ReleaseRecord,
  RepositoryRecord,
  StarsRecord,
  StreamRecord,
} from "../../protocol/repository-records.ts";
import { integerSchema, isRecord } from "../../protocol/values.ts";
import { CroftError } from "../error.ts";
import type { ClientParts } from "../parts.ts";
import { RecordsClient } from "../records-client.ts";
import type { ReadResource } from "../resource.ts";
import type { AnyRecord } from "../resource-types.ts";
import type { CallRequest, Transport } from "../transport.ts";

interface ReadAlone<Item> {
  readonly record: Item;
  readonly create: never;
  readonly update: never;
}

/** What lies below a repository. Each is read, and followed live, as a tenant's resources are. */
export type RepositoryTypes = {
  /** The one record of the repository itself. */
  readonly repository: ReadAlone<RepositoryRecord>;
  /** With pull requests. */
  readonly issues: ReadAlone<IssueRecord>;
  readonly pulls: ReadAlone<IssueRecord>;
  readonly comments: ReadAlone<CommentRecord>;
  readonly commits: ReadAlone<CommitRecord>;
  readonly releases: ReadAlone<ReleaseRecord>;
  readonly contributors: ReadAlone<ContributorRecord>;
  readonly stars: ReadAlone<StarsRecord>;
  readonly streams: ReadAlone<StreamRecord>;
  /** What of GitHub's answers could not be taken. */
  readonly "error-log": ReadAlone<AnyRecord>;
};

/** The repository, as GitHub described it last. */
export interface ShownRepository {
  readonly record: RepositoryRecord;
  /** Position of the repository's log. */
  readonly seq: number;
  /** When GitHub was last asked; null before the first time. */
  readonly checkedAt: string | null;
}

const metaSchema = z.object({ seq: integerSchema, checkedAt: z.optional(z.string()) });
/** What the fields hold is the server's word, as with every record. */
const recordSchema = z.custom<RepositoryRecord>(isRecord);

/** Every call fails with a `CroftError`. Under a former name it is answered as under today's. */
class RepositoryClient extends RecordsClient<RepositoryTypes> {
  /** `owner/name`, as it was asked for. `get()` tells what it is today. */
  readonly fullName: string;
  readonly #transport: Transport;
  readonly #path: string;

  constructor(parts: ClientParts, owner: string, name: string) {
    const { transport } = parts;
    const path = pathOf(owner, name);
    const place = { path, livePath: path, probe };
    super(parts, place);
    this.fullName = `${owner}/${name}`;
    this.#transport = transport;
    this.#path = path;

    /** No socket follows a redirect as calls do. */
    async function probe(): Promise<CroftError | null> {
      try {
        const { record } = await read(transport, path, { retries: 0 });
        place.livePath = pathOf(record.owner, record.name);
        return null;
      } catch (error) {
        if (error instanceof CroftError) return error;
        throw error;
      }
    }
  }

  /** The repository itself, under its name of today. */
  get(options: CallRequest<unknown, unknown>["options"] = {}): Promise<ShownRepository> {
    return read(this.#transport, this.#path, options);
  }
}

/** A repository with its resources as properties, all of them read alone. */
export type Repository = Pick<
  RepositoryClient,
  "fullName" | "connection" | "reconnect" | "get" | "search" | "changes"
> & {
  /** A resource by the name that stands in paths, the same object every time. */
  resource<Name extends keyof RepositoryTypes>(name: Name): ReadResource<RepositoryTypes[Name]>;
} & { readonly [Name in keyof RepositoryTypes]: ReadResource<RepositoryTypes[Name]> };

/** One repository. */
export function openRepository(parts: ClientParts, owner: string, name: string): Repository {
  // The resources come from the prototype, which types cannot say.
  return new RepositoryClient(parts, owner, name) as RepositoryClient & Repository;
}

/** Where a repository lies below the service's address. */
export function pathOf(owner: string, name: string): string {
  return `/v1/repositories/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

async function read(
  transport: Transport,
  path: string,
  options: CallRequest<unknown, unknown>["options"],
): Promise<ShownRepository> {
  const { data, meta } = await transport.get(path, recordSchema, metaSchema, options);
  return { record: data, seq: meta.seq, checkedAt: meta.checkedAt ?? null };
}
