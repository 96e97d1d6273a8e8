/** Names a view, and deletes one. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type AnyRecord, CroftError } from "../../client/croft.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/records.ts";
import { TEXTS as SHELL_TEXTS } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { Failed } from "../ui/notice.tsx";
import { useSay } from "../ui/toast.tsx";
import { viewOfState } from "./table-state.ts";
import type { TablePlace } from "./use-table-state.ts";
import { textOf } from "./value.ts";

export interface NameViewDialogProps {
  readonly resource: string;
  readonly place: TablePlace;
  /** Whether what is shown becomes a new view; else the one that is shown gets another name. */
  readonly isNew: boolean;
  readonly onClose: () => void;
}

export function NameViewDialog({ resource, place, isNew, onClose }: NameViewDialogProps) {
  const { tenant } = useTenant();
  const { view, state, show } = place;
  const [name, setName] = useState(view && !isNew ? textOf(view, "name") : "");
  const say = useSay();
  const save = useMutation({
    mutationFn: async () => {
      const views = tenant.resource("views");
      if (view && !isNew) return views.update(view.id, { name });
      return views.create({ name, resource, ...viewOfState(state) });
    },
    onSuccess: ({ record }) => {
      if (isNew) show(record.id);
      say.done(TEXTS.views.saved(name));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? TEXTS.views.saveTitle : TEXTS.views.renameTitle}
      description={TEXTS.views.saveLead}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField
          label={TEXTS.views.name}
          value={name}
          required
          maxLength={200}
          dir="auto"
          onChange={({ target }) => setName(target.value)}
          error={save.error ? wordsOf(save.error) : null}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{SHELL_TEXTS.cancel}</Button>
          <Button type="submit" look="main" disabled={save.isPending || name.trim() === ""}>
            {TEXTS.views.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function wordsOf(error: Error): string {
  return error instanceof CroftError && error.details[0] ? error.details[0].message : error.message;
}

export interface DeleteViewDialogProps {
  readonly place: TablePlace;
  readonly view: AnyRecord;
  readonly onClose: () => void;
}

export function DeleteViewDialog({ place, view, onClose }: DeleteViewDialogProps) {
  const { tenant } = useTenant();
  const say = useSay();
  const name = textOf(view, "name");
  const remove = useMutation({
    mutationFn: () => tenant.resource("views").delete(view.id),
    onSuccess: () => {
      place.show(null);
      say.done(TEXTS.views.deleted(name));
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={TEXTS.views.deleteTitle(name)} description={TEXTS.views.deleteLead}>
      {remove.isError && <Failed error={remove.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{SHELL_TEXTS.cancel}</Button>
        <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {TEXTS.views.delete}
        </Button>
      </div>
    </Dialog>
  );
}
