/** The repositories that the tenant follows, each with how it stands. */
import { useState } from "react";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { type Follow, type Follows, type Listing, listedOf, useListed, useMostFollows } from "./followed.ts";
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
  const listing = useListed();
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
        <Rows follows={follows} listing={listing} onUnfollow={mayUnfollow ? setLeaving : undefined} />
      )}
      {leaving && <UnfollowDialog repository={leaving} onClose={() => setLeaving(null)} />}
    </Panel>
  );
}

function Rows({
  follows,
  listing,
  onUnfollow,
}: {
  readonly follows: readonly Follow[];
  readonly listing: Listing;
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
      {listing.error && (
        <p role="status" className="text-warn wrap-anywhere">
          {TEXTS.standingUnknown(listing.error.message)}
        </p>
      )}
      {matching.length === 0 && <p className="text-quiet">{TEXTS.noneMatch}</p>}
      <ul className="-mx-2 divide-y divide-line">
        {matching.slice(0, most).map((follow) => (
          <FollowedRepository
            key={follow.id}
            follow={follow}
            listed={listedOf(follow, listing)}
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
