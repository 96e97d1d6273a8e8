/** What a repository is, how it stands, and what one can do about it. */
import { ExternalLink, Users } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLive } from "../../client/react/use-live.ts";
import type { Repository, RepositoryRecord } from "../../client/repositories/repositories.ts";
import { mayChangeAs } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Age, age, useNow } from "../ui/time.tsx";
import type { Follow } from "./followed.ts";
import { PeopleDialog } from "./people-dialog.tsx";
import { RepositoryConnection } from "./repository-connection.tsx";
import { StateMark } from "./state-mark.tsx";
import { stateWords } from "./state-words.ts";
import { UnfollowDialog } from "./unfollow-dialog.tsx";
import { useFollow } from "./use-follow.ts";

interface HeaderProps {
  readonly repository: Repository;
  readonly record: RepositoryRecord;
  /** When GitHub was last asked. */
  readonly checkedAt: string | null;
  readonly follow: Follow | null;
}

export function RepositoryHeader({ repository, record, checkedAt, follow }: HeaderProps) {
  const description = record.description && (
    <span dir="auto" className="wrap-anywhere">
      {record.description}
    </span>
  );
  return (
    <>
      <PageHeading title={record.fullName} lead={description}>
        <Actions record={record} follow={follow} />
      </PageHeading>
      <Standing repository={repository} record={record} checkedAt={checkedAt} />
      <Facts record={record} />
    </>
  );
}

function Actions({ record: { owner, name, fullName, url }, follow }: Pick<HeaderProps, "record" | "follow">) {
  const { rights } = useTenant();
  const { isAsking, refusal, follow: begin } = useFollow();
  const [open, setOpen] = useState<"people" | "unfollow" | null>(null);
  const mayFollow = mayChangeAs("member", rights);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {mayFollow && follow && (
        <>
          <Button onClick={() => setOpen("people")}>
            <Users size={16} aria-hidden /> {TEXTS.people}
          </Button>
          <Button onClick={() => setOpen("unfollow")}>{TEXTS.unfollow}</Button>
        </>
      )}
      {mayFollow && !follow && (
        <Button look="main" disabled={isAsking} onClick={() => void begin({ owner, name })}>
          {isAsking ? TEXTS.asking : TEXTS.follow}
        </Button>
      )}
      <a href={url} target="_blank" rel="noopener noreferrer" className={buttonClass()}>
        <ExternalLink size={16} aria-hidden /> {TEXTS.openOnGithub}
      </a>
      {refusal && (
        <p role="alert" className="basis-full text-bad text-xs">
          {refusal}
        </p>
      )}
      {open === "people" && <PeopleDialog repository={{ owner, name, fullName }} onClose={close} />}
      {open === "unfollow" && <UnfollowDialog repository={{ owner, name, fullName }} onClose={close} />}
    </div>
  );
}

function Standing({ repository, record, checkedAt }: Omit<HeaderProps, "follow">) {
  const now = useNow();
  const { tone, text, meaning } = stateWords(record.state, age(record.stateSince, now));
  return (
    <div className="grid gap-1 text-quiet">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <StateMark tone={tone}>{text}</StateMark>
        <RepositoryConnection repository={repository} />
        <Freshness repository={repository} checkedAt={checkedAt} />
        <span>{TEXTS.countStars(record.stars)}</span>
        <span>{TEXTS.countForks(record.forks)}</span>
        <span title={TEXTS.openIssues}>{TEXTS.countOpen(record.openIssues)}</span>
      </p>
      {meaning && <p className="max-w-prose">{meaning}</p>}
    </div>
  );
}

/** A repository that has rested does not know when it asked GitHub; what was read of it does, if it is older. */
function Freshness({ repository, checkedAt }: Pick<HeaderProps, "repository" | "checkedAt">) {
  const { data: streams, status } = useLive(repository.streams, { sort: ["name"] });
  const freshAt = streams.find(({ name }) => name === "repository")?.freshAt;
  const at = checkedAt ?? freshAt;
  if (!at) return status === "loading" ? null : <span>{TEXTS.notChecked}</span>;
  return (
    <span>
      {checkedAt ? TEXTS.checked : TEXTS.fresh} <Age at={at} />
    </span>
  );
}

function Facts({ record }: Pick<HeaderProps, "record">) {
  const { language, license, topics, openedAt, pushedAt, formerNames, visibility } = record;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2 text-xs">
      {visibility !== "public" && <Fact name={TEXTS.private}>✓</Fact>}
      {language && <Fact name={TEXTS.language}>{language}</Fact>}
      {license && <Fact name={TEXTS.licence}>{license}</Fact>}
      <Fact name={TEXTS.created}>
        <Age at={openedAt} />
      </Fact>
      {pushedAt && (
        <Fact name={TEXTS.pushed}>
          <Age at={pushedAt} />
        </Fact>
      )}
      {formerNames.length > 0 && <Fact name={TEXTS.formerly}>{formerNames.join(", ")}</Fact>}
      {topics.length > 0 && (
        <Fact name={TEXTS.topics}>
          <span className="flex flex-wrap gap-1">
            {topics.map((topic) => (
              <span key={topic} className="rounded bg-mark px-1.5">
                {topic}
              </span>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}
