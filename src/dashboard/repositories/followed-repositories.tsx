/** The repositories that the tenant follows, each with how it stands. */
import { useState } from "react";
import type { ListedRepository } from "../../client/repositories/repositories.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { type Follow, type Follows, useListed, useMostFollows } from "./followed.ts";
import { FollowedRepository } from "./followed-repository.tsx";
import { UnfollowDialog } from "./unfollow-dialog.tsx";

/** Rows shown at once: each asks for its line of stars. */
const STEP = 25;
/** So few are seen at a glance. */
const FEW = 8;

export function FollowedRepositories({
  follows,
  status,
  error,
  mayUnfollow,
}: Follows & { readonly mayUnfollow: boolean }) {
  const listed = useListed();
  const most = useMostFollows();
  const [leaving, setLeaving] = useState<Follow | null>(null);
  const limit = (
    <output className="text-quiet text-xs">
      {most === undefined ? NUMBER.format(follows.length) : TEXTS.ofMost(follows.length, most)}
    </output>
  );
  return (
    <Panel title={TEXTS.followedTitle} action={status === "loading" ? null : limit}>
      {status === "failed" && <Failed error={error} />}
      {status === "loading" && <Loading lines={4} />}
      {status !== "loading" && status !== "failed" && follows.length === 0 && (
        <Empty title={TEXTS.noneTitle}>{TEXTS.none}</Empty>
      )}
      {follows.length > 0 && (
        <Rows follows={follows} listed={listed} onUnfollow={mayUnfollow ? setLeaving : undefined} />
      )}
      {leaving && <UnfollowDialog repository={leaving} onClose={() => setLeaving(null)} />}
    </Panel>
  );
}

function Rows({
  follows,
  listed,
  onUnfollow,
}: {
  readonly follows: readonly Follow[];
  readonly listed: ReadonlyMap<number, ListedRepository> | undefined;
  readonly onUnfollow: ((follow: Follow) => void) | undefined;
}) {
  const [part, setPart] = useState("");
  const [most, setMost] = useState(STEP);
  const wanted = part.trim().toLowerCase();
  const matching = follows.filter(({ fullName }) => fullName.toLowerCase().includes(wanted));
  return (
    <>
      {follows.length > FEW && (
        <div className="max-w-xs">
          <TextField
            label={TEXTS.filter}
            type="search"
            value={part}
            onChange={(event) => setPart(event.target.value)}
          />
        </div>
      )}
      {matching.length === 0 && <p className="text-quiet">{TEXTS.noneMatch}</p>}
      <ul className="-mx-2 divide-y divide-line">
        {matching.slice(0, most).map((follow) => (
          <FollowedRepository
            key={follow.id}
            follow={follow}
            listed={follow.repositoryId === null ? undefined : listed?.get(follow.repositoryId)}
            onUnfollow={onUnfollow}
          />
        ))}
      </ul>
      {matching.length > most && (
        <Button className="self-center" onClick={() => setMost(most + STEP)}>
          {TEXTS.showMore}
        </Button>
      )}
    </>
  );
}
