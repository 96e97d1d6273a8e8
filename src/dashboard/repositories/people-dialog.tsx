/** Makes leads of a repository's people. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { followsOf, type PeopleQuery, type TakenPeople } from "../../client/repositories/repositories.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { Failed } from "../ui/notice.tsx";
import type { Follow } from "./followed.ts";
import { takenWords } from "./state-words.ts";

const SOURCES = ["contributors", "authors", "commenters"] as const;
type Source = (typeof SOURCES)[number];

export function PeopleDialog({
  repository: { owner, name, fullName },
  onClose,
}: {
  readonly repository: Pick<Follow, "owner" | "name" | "fullName">;
  readonly onClose: () => void;
}) {
  const { tenant } = useTenant();
  const take = useMutation({
    mutationFn: (query: PeopleQuery) => followsOf(tenant).people(owner, name, query),
  });
  return (
    <Dialog open onClose={onClose} title={TEXTS.peopleTitle(fullName)} description={TEXTS.peopleLead}>
      {take.data ? (
        <Outcome taken={take.data} onAgain={take.reset} />
      ) : (
        <Choice isBusy={take.isPending} error={take.error} onChoose={take.mutate} onCancel={onClose} />
      )}
    </Dialog>
  );
}

function Choice({
  isBusy,
  error,
  onChoose,
  onCancel,
}: {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onChoose: (query: PeopleQuery) => void;
  readonly onCancel: () => void;
}) {
  const [sources, setSources] = useState<readonly Source[]>(["contributors"]);
  const [least, setLeast] = useState("1");
  const minContributions = /^[1-9]\d{0,8}$/.test(least.trim()) ? Number(least) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (minContributions !== null && sources.length > 0) onChoose({ sources, minContributions });
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">{TEXTS.sources}</legend>
        {SOURCES.map((source) => (
          <label key={source} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={sources.includes(source)}
              onChange={({ target }) =>
                setSources(target.checked ? [...sources, source] : sources.filter((each) => each !== source))
              }
            />
            {TEXTS.source[source]}
          </label>
        ))}
        {sources.length === 0 && (
          <p role="alert" className="text-bad text-xs">
            {TEXTS.noSource}
          </p>
        )}
      </fieldset>
      <TextField
        label={TEXTS.minContributions}
        hint={TEXTS.minHint}
        error={minContributions === null ? TEXTS.notANumber : null}
        inputMode="numeric"
        value={least}
        onChange={(event) => setLeast(event.target.value)}
      />
      <p className="text-quiet text-xs">{TEXTS.peopleLaw}</p>
      {error && <Failed error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{SHELL.cancel}</Button>
        <Button type="submit" look="main" disabled={isBusy || sources.length === 0 || minContributions === null}>
          {isBusy ? TEXTS.making : TEXTS.makeLeads}
        </Button>
      </div>
    </form>
  );
}

function Outcome({ taken, onAgain }: { readonly taken: TakenPeople; readonly onAgain: () => void }) {
  const { handle } = useTenant();
  return (
    <div className="grid gap-4">
      <div role="status" className="grid gap-1">
        {takenWords(taken).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onAgain}>{TEXTS.again}</Button>
        <Link
          to="/t/$tenant/r/$resource"
          params={{ tenant: handle, resource: "leads" }}
          search={{ sort: ["-createdAt"] }}
          className={buttonClass("main")}
        >
          {TEXTS.seeLeads}
        </Link>
      </div>
    </div>
  );
}
