/** Records as cards in columns, one for each option of a field. Cards are dragged, or sent by their menu. */
import { DndContext, DragOverlay } from "@dnd-kit/core";
import { useId, useMemo } from "react";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import type { FieldDescription, ResourceDescription } from "../../protocol/description.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/layouts.ts";
import { Empty, Failed } from "../ui/notice.tsx";
import { BoardColumn } from "./board/board-column.tsx";
import { CardFace } from "./board/card-face.tsx";
import { columnsOf, movesFrom } from "./board/columns.ts";
import { figuresFor, moneyField, NOTHING, totalsOf } from "./board/totals.ts";
import { useDragging } from "./board/use-dragging.ts";
import { useMoves } from "./board/use-moves.ts";
import type { LayoutProps, LayoutQuery } from "./layout-props.ts";
import { MemberNames, useMemberNames } from "./member-names.ts";
import { boardField } from "./possible-layouts.ts";

export function BoardLayout({ resource, query }: LayoutProps) {
  const field = boardField(resource);
  const names = useMemberNames();
  if (!field) return <Empty title={TEXTS.noBoard} />;
  return (
    <MemberNames value={names}>
      <Board resource={resource} query={query} field={field} />
    </MemberNames>
  );
}

interface BoardProps {
  readonly resource: ResourceDescription;
  readonly query: LayoutQuery;
  readonly field: FieldDescription;
}

function Board({ resource, query, field }: BoardProps) {
  const { tenant, rights } = useTenant();
  const columns = useMemo(() => columnsOf(field), [field]);
  const totals = useTotals({ resource, query, field });
  const { moves, move } = useMoves(resource, field);
  const canMove = may(rights, "update", resource);
  const dragging = useDragging(columns, (from) => movesFrom(resource, field, from), move);
  const id = useId();
  if (totals.error) return <Failed error={totals.error} retry={() => tenant.reconnect()} />;
  return (
    <DndContext id={id} {...dragging.context}>
      <div className="-mx-4 flex h-[max(24rem,calc(100dvh-12rem))] snap-x items-stretch gap-2 overflow-x-auto scroll-px-4 px-4 pb-3 md:-mx-6 md:scroll-px-6 md:px-6">
        {columns.map((column) => (
          <BoardColumn
            key={column.key}
            resource={resource}
            field={field}
            query={query}
            column={column}
            columns={columns}
            total={totals.known ? (totals.byColumn.get(column.key) ?? NOTHING) : null}
            moves={moves}
            onMove={move}
            canMove={canMove}
            dragged={dragging.dragged}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragging.dragged && (
          <div className="rotate-1 cursor-grabbing rounded-md border border-accent bg-panel shadow-xl">
            <CardFace resource={resource} record={dragging.dragged.record} title={dragging.dragged.title} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

function useTotals({ resource, query, field }: BoardProps) {
  const { tenant } = useTenant();
  const asked = { filter: query.filter, q: query.q, ...figuresFor(resource, field) };
  const { data, status, error } = useAggregate(tenant.resource(resource.name), asked);
  const money = moneyField(resource)?.name ?? null;
  const byColumn = useMemo(() => totalsOf(data, field.name, money), [data, field, money]);
  return { byColumn, known: status !== "loading", error };
}
