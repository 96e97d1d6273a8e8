/** One repository, live over a socket of its own. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { CroftError } from "../../client/croft.ts";
import { useLive } from "../../client/react/use-live.ts";
import { type Repository, repositoriesOf, type ShownRepository } from "../../client/repositories/repositories.ts";
import { croft } from "../service.ts";
import { ConnectionBanner } from "../shell/connection-banner.tsx";
import { mayChangeAs } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { type Follow, useFollows } from "./followed.ts";
import { RepositoryHeader } from "./repository-header.tsx";
import { isSameName } from "./repository-name.ts";
import { RepositoryTabs } from "./repository-tabs.tsx";
import { SyncProgress } from "./sync-progress.tsx";
import { useFollow } from "./use-follow.ts";

const REFRESH_MS = 15_000;
/** Until a repository that has just been followed knows of it. */
const SOON_MS = 1_000;

export function RepositoryPage() {
  const { owner = "", name = "" } = useParams({ strict: false });
  const { follows } = useFollows();
  const fullName = `${owner}/${name}`;
  const follow = follows.find((each) => isSameName(each.fullName, fullName)) ?? null;
  const repository = repositoriesOf(croft).repository(owner, name);
  const { data, error, refetch } = useQuery({
    queryKey: ["repository", fullName.toLowerCase(), "shown"],
    queryFn: ({ signal }) => repository.get({ signal }),
    refetchInterval: ({ state }) => (state.data ? REFRESH_MS : follow ? SOON_MS : false),
  });
  if (data) return <Known repository={repository} shown={data} follow={follow} />;
  const isMissing = error instanceof CroftError && error.code === "NOT_FOUND";
  if (error && !isMissing) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <>
      <PageHeading title={fullName} lead={follow && isMissing ? TEXTS.pending : undefined} />
      {isMissing && !follow ? <Missing owner={owner} name={name} onFollowed={() => void refetch()} /> : <Loading />}
    </>
  );
}

function Known({
  repository,
  shown,
  follow,
}: {
  readonly repository: Repository;
  readonly shown: ShownRepository;
  readonly follow: Follow | null;
}) {
  const { handle } = useTenant();
  const navigate = useNavigate();
  const { data } = useLive(repository.repository, { limit: 1 });
  const record = data[0] ?? shown.record;
  const { owner, name, fullName } = record;
  // Under a former name, and when it is renamed: its address is where it is today.
  useEffect(() => {
    if (fullName === repository.fullName) return;
    const params = { tenant: handle, owner, name };
    void navigate({ to: "/t/$tenant/repositories/$owner/$name", params, search: (before) => before, replace: true });
  }, [fullName, repository.fullName, handle, owner, name, navigate]);
  return (
    <>
      <ConnectionBanner to={repository} offlineSince={TEXTS.offlineSince} />
      <RepositoryHeader repository={repository} record={record} checkedAt={shown.checkedAt} follow={follow} />
      <SyncProgress repository={repository} />
      <RepositoryTabs repository={repository} record={record} />
    </>
  );
}

function Missing({
  owner,
  name,
  onFollowed,
}: {
  readonly owner: string;
  readonly name: string;
  readonly onFollowed: () => void;
}) {
  const { handle, rights } = useTenant();
  const { isAsking, refusal, follow } = useFollow();
  const begin = async () => {
    if (await follow({ owner, name })) onFollowed();
  };
  return (
    <Empty title={TEXTS.gone}>
      <p>{TEXTS.goneMeaning}</p>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        {mayChangeAs("member", rights) && (
          <Button look="main" disabled={isAsking} onClick={() => void begin()}>
            {isAsking ? TEXTS.asking : TEXTS.followToSee(`${owner}/${name}`)}
          </Button>
        )}
        <Link to="/t/$tenant/repositories" params={{ tenant: handle }} className={buttonClass()}>
          {TEXTS.toAll}
        </Link>
      </div>
    </Empty>
  );
}
