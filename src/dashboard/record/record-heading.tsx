/** What a record is called, and what can be done with it. */
import { Ellipsis, Pencil, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { namesOthers, recordTitle } from "../fields/record-title.ts";
import { useTitle } from "../fields/titles.ts";
import { useFields } from "../fields/use-fields.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { Confirm } from "./confirm.tsx";
import { formFields } from "./form-values.ts";
import { mayWrite } from "./may-write.ts";
import { RecordFormDialog } from "./record-form-dialog.tsx";
import type { RecordViewProps } from "./record-view.tsx";
import { type Removing, useRemoving } from "./use-removing.ts";

export function RecordHeading({ resource, record, isDeleted }: RecordViewProps) {
  const caller = useTenant();
  const fields = useFields(resource);
  const removing = useRemoving(resource, record);
  const [open, setOpen] = useState<"edit" | "delete" | "purge" | null>(null);
  const { title: loaded } = useTitle(resource.name, namesOthers(resource) ? record.id : null);
  const title = loaded ?? recordTitle(resource, record);
  const allowed = (action: "update" | "delete" | "purge") =>
    mayWrite(caller, action, resource, record) && !resource.singleton;
  const isEditable = !isDeleted && mayWrite(caller, "update", resource, record);
  const close = () => setOpen(null);
  return (
    <>
      <PageHeading title={title}>
        <div className="flex gap-2">
          {isEditable && formFields(fields, record).length > 0 && (
            <Button onClick={() => setOpen("edit")}>
              <Pencil size={14} aria-hidden />
              {TEXTS.edit}
            </Button>
          )}
          {!isDeleted && allowed("delete") && (
            <Menu
              align="end"
              trigger={
                <IconButton label={TEXTS.more}>
                  <Ellipsis size={18} aria-hidden />
                </IconButton>
              }
            >
              <MenuItem onSelect={() => setOpen("delete")}>
                <Trash2 size={14} aria-hidden />
                {TEXTS.delete}
              </MenuItem>
            </Menu>
          )}
        </div>
      </PageHeading>
      {isDeleted && (
        <DeletedNotice
          mayRestore={allowed("delete")}
          mayPurge={allowed("purge")}
          removing={removing}
          onPurge={() => setOpen("purge")}
        />
      )}
      {open === "edit" && <RecordFormDialog resource={resource} record={record} onClose={close} />}
      {(open === "delete" || open === "purge") && (
        <Confirm
          title={open === "delete" ? TEXTS.deleteTitle(title) : TEXTS.purgeTitle(title)}
          lead={open === "delete" ? TEXTS.deleteLead : TEXTS.purgeLead}
          yes={open === "delete" ? TEXTS.delete : TEXTS.purge}
          no={TEXTS.cancel}
          onYes={() => {
            close();
            void (open === "delete" ? removing.remove() : removing.purge());
          }}
          onNo={close}
        />
      )}
    </>
  );
}

function DeletedNotice({
  mayRestore,
  mayPurge,
  removing,
  onPurge,
}: {
  readonly mayRestore: boolean;
  readonly mayPurge: boolean;
  readonly removing: Removing;
  readonly onPurge: () => void;
}) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-lg border border-warn bg-warn-mark p-3">
      <p className="min-w-0 flex-1 basis-60">{TEXTS.isDeleted}</p>
      {mayRestore && (
        <Button onClick={() => void removing.restore()}>
          <Undo2 size={14} aria-hidden />
          {TEXTS.restore}
        </Button>
      )}
      {mayPurge && (
        <Button look="danger" onClick={onPurge}>
          {TEXTS.purge}
        </Button>
      )}
    </div>
  );
}
