/** Follows a repository by its name, or by any address of it. */
import { type FormEvent, useState } from "react";
import { TEXTS } from "../texts/repositories.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import type { Follow } from "./followed.ts";
import { isSameName, repositoryNameIn } from "./repository-name.ts";
import { useFollow } from "./use-follow.ts";

export function FollowForm({ follows }: { readonly follows: readonly Follow[] }) {
  const [text, setText] = useState("");
  const { isAsking, refusal, refuse, follow } = useFollow();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const repository = repositoryNameIn(text);
    if (!repository) return refuse(TEXTS.notAName);
    const known = follows.find(({ fullName }) => isSameName(fullName, `${repository.owner}/${repository.name}`));
    if (known) return refuse(TEXTS.alreadyFollowed(known.fullName));
    if (await follow(repository)) setText("");
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex max-w-2xl flex-wrap items-start gap-2">
      <div className="min-w-0 flex-1 basis-72">
        <TextField
          label={TEXTS.followLabel}
          hint={TEXTS.followHint}
          error={refusal}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            refuse(null);
          }}
          placeholder="octocat/hello-world"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
      <Button type="submit" look="main" className="sm:mt-6" disabled={isAsking}>
        {isAsking ? TEXTS.asking : TEXTS.follow}
      </Button>
    </form>
  );
}
