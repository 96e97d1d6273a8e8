/** What can be done with the selected records. */
import { useState } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { BulkDeleteDialog } from "./bulk-delete-dialog.tsx";
import { BulkEditDialog } from "./bulk-edit-dialog.tsx";
import type { TableQuery } from "./loaded-pages.ts";
import { countOf, type Selection } from "./selection.ts";

export interface BulkBarProps {
  readonly resource: ResourceDescription;
  readonly fields: readonly ShownField[];
  readonly query: TableQuery;
  readonly selection: Selection;
  readonly total: number | null;
  /** How many rows are loaded. */
  readonly loaded: number;
  readonly onSelectAll: () => void;
  readonly onSelectNone: () => void;
  readonly onDeleted: (ids: readonly string[]) => void;
}

/** What a dialog is told of the selection as it was when it opened. */
export interface BulkDialogProps
  extends Pick<BulkBarProps, "resource" | "fields" | "query" | "selection" | "onDeleted"> {
  /** "3 records" */
  readonly count: string;
  readonly onClose: () => void;
}

export function BulkBar(props: BulkBarProps) {
  const { resource, selection, total, loaded, onSelectAll, onSelectNone } = props;
  const { rights } = useTenant();
  const [open, setOpen] = useState<{ readonly what: "edit" | "delete"; readonly selection: Selection } | null>(null);
  const count = countOf(selection, total);
  const close = () => setOpen(null);
  const dialog = {
    ...props,
    selection: open?.selection ?? selection,
    count: count === null ? TEXTS.bulk.selected(null) : TEXTS.records(count),
    onClose: close,
  };
  const editable = may(rights, "update", resource) && resource.fields.some(({ onUpdate }) => onUpdate);
  return (
    <>
      {count !== 0 && (
        <div
          role="toolbar"
          aria-label={TEXTS.bulk.selected(count)}
          className="sticky bottom-2 z-30 flex flex-wrap items-center gap-2 rounded-lg bg-panel px-3 py-2 shadow-lg ring-1 ring-edge"
        >
          <output className="mr-auto font-medium">{TEXTS.bulk.selected(count)}</output>
          {selection.of === "some" && total !== null && total > selection.ids.size && selection.ids.size >= loaded && (
            <Button look="quiet" onClick={onSelectAll}>
              {TEXTS.bulk.all(total)}
            </Button>
          )}
          <Button look="quiet" onClick={onSelectNone}>
            {TEXTS.bulk.none}
          </Button>
          {editable && <Button onClick={() => setOpen({ what: "edit", selection })}>{TEXTS.bulk.edit}</Button>}
          {may(rights, "delete", resource) && (
            <Button look="danger" onClick={() => setOpen({ what: "delete", selection })}>
              {TEXTS.bulk.delete}
            </Button>
          )}
        </div>
      )}
      {open?.what === "edit" && <BulkEditDialog {...dialog} />}
      {open?.what === "delete" && <BulkDeleteDialog {...dialog} />}
    </>
  );
}
