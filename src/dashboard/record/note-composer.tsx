/** Writes a note into the timeline. Without a connection it is shown at once, and goes out once there is one. */
import { type KeyboardEvent, useState } from "react";
import { useConnection } from "../../client/react/react.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { Button } from "../ui/button.tsx";
import { CONTROL } from "../ui/field.tsx";
import { useSay } from "../ui/toast.tsx";
import { broughtBack, draftOf, keepDraft } from "./drafts.ts";
import { noteOf } from "./note.ts";

/** @param subject `subjectResource` and `subjectId` */
export function NoteComposer({ subject }: { readonly subject: Readonly<Record<string, string>> }) {
  const { tenant, handle } = useTenant();
  const say = useSay();
  // Shown before it is answered, it would stand twice for a moment where the change is told before the answer.
  const isOffline = useConnection(tenant).status === "offline";
  const place = `${handle} ${subject.subjectId ?? ""}`;
  const [text, setText] = useState(() => draftOf(place));
  const write = (next: string) => {
    keepDraft(place, next);
    setText(next);
  };
  const add = async () => {
    if (text.trim() === "") return;
    write("");
    try {
      await tenant.resource("activities").create(noteOf(text, subject, Date.now()), { optimistic: isOffline });
      say.done(TEXTS.noteAdded);
    } catch (error) {
      write(broughtBack(text, draftOf(place)));
      say.failed(TEXTS.notSaved, error);
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add();
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <textarea
        aria-label={TEXTS.note}
        placeholder={TEXTS.notePlaceholder}
        rows={2}
        dir="auto"
        className={`${CONTROL} field-sizing-content h-auto max-h-60 min-h-16 py-2`}
        value={text}
        onKeyDown={press}
        onChange={({ target }) => write(target.value)}
      />
      {text.trim() !== "" && (
        <Button type="submit" look="main" className="justify-self-end">
          {TEXTS.addNote}
        </Button>
      )}
    </form>
  );
}
