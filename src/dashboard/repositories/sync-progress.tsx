/** How far each part of a repository has come, live: bars while something is fetched, one line afterwards. */
import { Progress } from "@base-ui/react/progress";
import { useLive } from "../../client/react/use-live.ts";
import type { Repository, StreamRecord } from "../../client/repositories/repositories.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Panel } from "../ui/heading.tsx";
import { Age } from "../ui/time.tsx";
import { StateMark } from "./state-mark.tsx";
import { shareOf, streamWords } from "./state-words.ts";
import { TONE_FILL } from "./tone.ts";

const PERCENT = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });

export function SyncProgress({ repository }: { readonly repository: Repository }) {
  const { data: streams } = useLive(repository.streams, { sort: ["name"] });
  if (streams.length === 0) return null;
  const finished = streams.filter((stream) => streamWords(stream).isFinished);
  const open = streams.filter((stream) => !streamWords(stream).isFinished);
  const share = shareOf(streams);
  const isDone = open.length === 0;
  const summary = isDone ? TEXTS.syncDone : TEXTS.syncing(share === null ? "" : PERCENT.format(share));
  return (
    <Panel
      title={TEXTS.syncTitle}
      action={<output className="text-quiet text-xs">{summary.trim()}</output>}
      className={isDone ? "gap-1!" : ""}
    >
      {open.length > 0 && (
        <ul className="grid gap-x-6 gap-y-3 lg:grid-cols-2">
          {open.map((stream) => (
            <li key={stream.id} data-stream={stream.name}>
              <Bar stream={stream} />
            </li>
          ))}
        </ul>
      )}
      {finished.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer text-quiet text-xs">{TEXTS.syncFinished(finished.length)}</summary>
          <ul className="mt-2 grid gap-x-6 gap-y-1 text-xs sm:grid-cols-2">
            {finished.map((stream) => (
              <li key={stream.id} data-stream={stream.name}>
                <Line stream={stream} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function Bar({ stream }: { readonly stream: StreamRecord }) {
  const { tone, text, meaning, share } = streamWords(stream);
  return (
    <Progress.Root value={share === null ? 0 : share * 100} aria-valuetext={text} className="grid grid-cols-2 gap-y-1">
      <Progress.Label>{TEXTS.streams[stream.name]}</Progress.Label>
      <span className="text-right text-quiet tabular-nums">{text}</span>
      <Progress.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-line">
        <Progress.Indicator className={`rounded-full transition-[width] duration-300 ${TONE_FILL[tone]}`} />
      </Progress.Track>
      {meaning && <span className="col-span-2 text-quiet text-xs wrap-anywhere">{meaning}</span>}
    </Progress.Root>
  );
}

function Line({ stream }: { readonly stream: StreamRecord }) {
  const { tone, text, meaning } = streamWords(stream);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-quiet">
      <StateMark tone={tone}>{TEXTS.streams[stream.name]}</StateMark>
      <span className="tabular-nums">{text}</span>
      {stream.freshAt && (
        <span>
          {TEXTS.freshAt} <Age at={stream.freshAt} />
        </span>
      )}
      {meaning && <span className="wrap-anywhere">{meaning}</span>}
    </p>
  );
}
