/** The repositories that the tenant follows: its own records, live, and what the directory knows of each. */
import { useQuery } from "@tanstack/react-query";
import { administrationOf } from "../../client/administration/administration.ts";
import { useLive } from "../../client/react/use-live.ts";
import { type ListedRepository, repositoriesOf } from "../../client/repositories/repositories.ts";
import { type JsonRecord, numberOf, textOf } from "../records/value.ts";
import { croft } from "../service.ts";
import { useTenant } from "../shell/tenant-context.ts";

/** A repository that the tenant follows. */
export interface Follow {
  readonly id: string;
  readonly repositoryId: number | null;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly isPrivate: boolean;
  /** Whether the repository does not know of it yet. */
  readonly isPending: boolean;
}

/** More than any plan allows. */
const MOST = 1_000;
const REFRESH_MS = 10_000;
const PAGE = 200;

export interface Follows {
  readonly follows: readonly Follow[];
  readonly status: "loading" | "live" | "stale" | "failed";
  readonly error: Error | null;
}

/** Live, in the order of their names. */
export function useFollows(): Follows {
  const { tenant } = useTenant();
  const { data, status, error } = useLive(tenant.resource("follows"), { sort: ["fullName"], limit: MOST });
  return { follows: data.map(followOf), status, error };
}

function followOf(record: JsonRecord): Follow {
  return {
    id: textOf(record, "id"),
    repositoryId: numberOf(record, "repositoryId"),
    owner: textOf(record, "owner"),
    name: textOf(record, "name"),
    fullName: textOf(record, "fullName"),
    isPrivate: textOf(record, "visibility") === "private",
    isPending: textOf(record, "state") === "pending",
  };
}

/** What the directory knows of repositories, by GitHub's number. */
export interface Listing {
  /** Undefined until the directory has told. */
  readonly listed: ReadonlyMap<number, ListedRepository> | undefined;
  readonly error: Error | null;
}

/** What the directory shows of those that the tenant follows; asked again every ten seconds. */
export function useListed(): Listing {
  const { handle } = useTenant();
  const { data, error } = useQuery({
    queryKey: ["repositories", "followed-by", handle],
    queryFn: async ({ signal }) => {
      const all = new Map<number, ListedRepository>();
      const page = await repositoriesOf(croft).list({ following: handle, limit: PAGE }, { signal });
      for await (const repository of page) all.set(repository.githubId, repository);
      return all;
    },
    refetchInterval: REFRESH_MS,
  });
  return { listed: data, error };
}

/** What is known of one: null where the directory does not have it yet, undefined until it has told. */
export function listedOf(follow: Follow, { listed }: Listing): ListedRepository | null | undefined {
  if (listed === undefined) return undefined;
  return (follow.repositoryId === null ? undefined : listed.get(follow.repositoryId)) ?? null;
}

/** How many repositories the plan allows; undefined until that is known, and where there is no limit. */
export function useMostFollows(): number | undefined {
  const { tenant, handle } = useTenant();
  const { data } = useQuery({
    queryKey: ["tenant", handle],
    queryFn: ({ signal }) => administrationOf(tenant).get({ signal }),
  });
  return data?.limits.maxFollows;
}
