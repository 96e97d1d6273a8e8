/** The tenant's own token of GitHub. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { followsOf } from "../../../client/repositories/repositories.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Panel } from "../../ui/heading.tsx";
import { Failed, Loading } from "../../ui/notice.tsx";
import { Age } from "../../ui/time.tsx";
import { useSay } from "../../ui/toast.tsx";
import { Confirm } from "../confirm.tsx";
import { FormError, wrongIn } from "../form-error.tsx";

export function GithubSection() {
  const { tenant, handle } = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: ["github-token", handle],
    queryFn: ({ signal }) => followsOf(tenant).githubToken.get({ signal }),
  });
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.github.lead}</p>
      <Panel title={TEXTS.github.token}>
        {error && !data && <Failed error={error} retry={() => void refetch()} />}
        {!error && !data && <Loading />}
        {data && <State setAt={data.setAt} />}
        {data && <TokenForm isSet={data.setAt !== null} />}
      </Panel>
    </div>
  );
}

/** Has the state asked anew. */
function useChanged(): () => Promise<void> {
  const { handle } = useTenant();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["github-token", handle] });
}

function State({ setAt }: { readonly setAt: string | null }) {
  const { tenant } = useTenant();
  const say = useSay();
  const changed = useChanged();
  const [asks, setAsks] = useState(false);
  const forget = async () => {
    await followsOf(tenant).githubToken.forget();
    await changed();
    say.done(TEXTS.github.forgotten);
  };
  if (setAt === null) return <p>{TEXTS.github.none}</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="flex-1">
        {TEXTS.github.have} <Age at={setAt} />.
      </p>
      <Button look="danger" onClick={() => setAsks(true)}>
        {TEXTS.github.forget}
      </Button>
      {asks && (
        <Confirm
          title={TEXTS.github.forgetTitle}
          text={TEXTS.github.forgetText}
          action={TEXTS.github.forget}
          onConfirm={forget}
          onClose={() => setAsks(false)}
        />
      )}
    </div>
  );
}

function TokenForm({ isSet }: { readonly isSet: boolean }) {
  const { tenant } = useTenant();
  const say = useSay();
  const changed = useChanged();
  const form = useRef<HTMLFormElement>(null);
  const set = useMutation({
    mutationFn: (token: string) => followsOf(tenant).githubToken.set(token),
    onSuccess: async () => {
      form.current?.reset();
      say.done(TEXTS.github.kept);
      await changed();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!set.isPending) set.mutate(String(new FormData(event.currentTarget).get("token")).trim());
  };
  return (
    <form ref={form} onSubmit={submit} className="grid gap-4">
      <TextField
        label={TEXTS.github.given}
        hint={TEXTS.github.tokenHint}
        name="token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        error={wrongIn(set.error, "token")}
      />
      <FormError error={set.error} fields={["token"]} />
      <Button type="submit" look="main" className="justify-self-start" aria-disabled={set.isPending}>
        {isSet ? TEXTS.github.replace : TEXTS.github.set}
      </Button>
    </form>
  );
}
