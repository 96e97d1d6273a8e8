/** One card of a board. All of it is dragged by mouse and finger, its handle by keyboard; its menu does the same without dragging. */
import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { ArrowRightLeft, GripVertical } from "lucide-react";
import { memo, useState } from "react";
import type { AnyRecord } from "../../../client/croft.ts";
import type { FieldDescription, ResourceDescription } from "../../../protocol/description.ts";
import { isTemporary, textOf } from "../../records/value.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuHeading, MenuItem } from "../../ui/menu.tsx";
import { useShownTitle } from "../use-shown-title.ts";
import { CardFace } from "./card-face.tsx";
import { columnLabel } from "./column-label.ts";
import { type Column, movesFrom } from "./columns.ts";
import type { CardMove } from "./use-moves.ts";

/** A card that was changed this short a time ago shows it when it comes. */
const JUST_NOW = 4_000;

interface CardProps {
  readonly resource: ResourceDescription;
  readonly field: FieldDescription;
  readonly record: AnyRecord;
  readonly column: Column;
  readonly columns: readonly Column[];
  readonly onMove: (card: CardMove) => Promise<void>;
  readonly canMove: boolean;
}

export const BoardCard = memo(function BoardCard(props: CardProps) {
  const { resource, field, record, column, canMove } = props;
  const { handle } = useTenant();
  const title = useShownTitle(resource, record, field.name);
  const movable = canMove && !isTemporary(record);
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, isDragging } = useDraggable({
    id: record.id,
    data: { record, title, from: column.key },
    disabled: !movable,
  });
  return (
    <li
      ref={setNodeRef}
      {...listeners}
      data-card={record.id}
      className={`group relative isolate rounded-md border border-line bg-panel shadow-xs ${movable ? "cursor-grab touch-manipulation select-none [-webkit-touch-callout:none]" : ""} ${isDragging ? "opacity-40" : ""}`}
    >
      <Touched record={record} />
      <CardFace
        resource={resource}
        record={record}
        title={
          <Link
            to="/t/$tenant/r/$resource/$id"
            params={{ tenant: handle, resource: resource.name, id: record.id }}
            draggable={false}
            className="hover:underline"
          >
            {title}
          </Link>
        }
        action={
          movable && (
            <span className="absolute top-1 right-1 flex rounded-md bg-panel opacity-0 focus-within:opacity-100 group-hover:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:static pointer-coarse:opacity-100">
              <button
                type="button"
                ref={setActivatorNodeRef}
                {...attributes}
                aria-label={TEXTS.drag(title)}
                className="inline-grid h-8 w-6 cursor-grab place-items-center rounded-md text-quiet hover:bg-sunken hover:text-ink"
              >
                <GripVertical size={14} aria-hidden />
              </button>
              <MoveMenu {...props} title={title} />
            </span>
          )
        }
      />
    </li>
  );
});

function MoveMenu({ resource, field, record, column, columns, onMove, title }: CardProps & { readonly title: string }) {
  const allowed = movesFrom(resource, field, column.key);
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={TEXTS.moveThis(title)} className="size-8">
          <ArrowRightLeft size={14} aria-hidden />
        </IconButton>
      }
    >
      <MenuHeading>{TEXTS.moveTo}</MenuHeading>
      {columns
        .filter(({ key }) => key !== column.key)
        .map((to) => (
          <MenuItem
            key={to.key}
            disabled={!allowed.has(to.key)}
            onSelect={() => void onMove({ record, title, from: column, to })}
          >
            {columnLabel(to)}
          </MenuItem>
        ))}
    </Menu>
  );
}

/** Lights up for a moment when the card comes or changes. */
function Touched({ record }: { readonly record: AnyRecord }) {
  const [first] = useState(() =>
    Date.now() - Date.parse(textOf(record, "updatedAt")) < JUST_NOW ? null : record.version,
  );
  if (record.version === first) return null;
  return (
    <span
      key={record.version}
      aria-hidden
      className="pointer-events-none absolute inset-0 -z-10 animate-touched rounded-md"
    />
  );
}
