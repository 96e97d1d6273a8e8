/** One column of a board: its head with the figures of all its records, and the cards of the first hundred. */
import { useDroppable } from "@dnd-kit/core";
import { Plus } from "lucide-react";
import { memo, useId, useState } from "react";
import { useLive } from "../../../client/react/use-live.ts";
import type { FieldDescription, ResourceDescription } from "../../../protocol/description.ts";
import { formatMoney } from "../../fields/numbers.ts";
import { RecordFormDialog } from "../../record/record-form-dialog.tsx";
import { may } from "../../shell/permissions.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { singularOf } from "../../texts/names.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Failed, Loading } from "../../ui/notice.tsx";
import { type LayoutQuery, narrowed } from "../layout-props.ts";
import { BoardCard } from "./board-card.tsx";
import { columnLabel } from "./column-label.ts";
import { type Column, mayStartIn } from "./columns.ts";
import { type Move, shownIn } from "./moves.ts";
import type { Total } from "./totals.ts";
import { columnId, type Dragged } from "./use-dragging.ts";
import type { CardMove } from "./use-moves.ts";

const STEP = 100;
const MOST = 1_000;

interface ColumnProps {
  readonly resource: ResourceDescription;
  readonly field: FieldDescription;
  readonly query: LayoutQuery;
  readonly column: Column;
  readonly columns: readonly Column[];
  /** Null until it is known. */
  readonly total: Total | null;
  readonly moves: ReadonlyMap<string, Move>;
  readonly onMove: (card: CardMove) => Promise<void>;
  readonly canMove: boolean;
  readonly dragged: Dragged | null;
}

export function BoardColumn({ dragged, ...props }: ColumnProps) {
  const { column, resource, field, total } = props;
  const isHome = dragged?.from === column.key;
  const isClosed = dragged !== null && !isHome && !dragged.allowed.has(column.key);
  const { setNodeRef, isOver } = useDroppable({ id: columnId(column.key), disabled: isClosed });
  const heading = useId();
  const look = isClosed
    ? "border-line border-dashed opacity-50"
    : isOver && !isHome
      ? "border-accent bg-mark"
      : dragged && !isHome
        ? "border-edge border-dashed"
        : "border-line";
  return (
    <section
      ref={setNodeRef}
      aria-labelledby={heading}
      data-column={column.key}
      className={`relative flex w-64 min-w-43 shrink-0 snap-start flex-col rounded-lg border bg-sunken lg:flex-1 ${look}`}
    >
      <ColumnHead id={heading} column={column} resource={resource} field={field} total={total} />
      {isClosed && <p className="px-3 pb-2 text-quiet text-xs">{TEXTS.notFrom}</p>}
      <Cards {...props} />
    </section>
  );
}

interface HeadProps extends Pick<ColumnProps, "column" | "resource" | "field" | "total"> {
  readonly id: string;
}

function ColumnHead({ id, column, resource, field, total }: HeadProps) {
  const { rights } = useTenant();
  const [creating, setCreating] = useState(false);
  const canCreate = may(rights, "create", resource) && mayStartIn(resource, field, column.key);
  const label = columnLabel(column);
  return (
    <header className="flex items-start gap-1 py-1.5 pr-1.5 pl-3">
      <div className="min-w-0 flex-1 py-1">
        <h2 id={id} className="flex items-baseline gap-2 font-semibold">
          <span className="truncate">{label}</span>
          <output className="font-normal text-quiet" aria-label={TEXTS.cards(total?.count ?? 0)}>
            {total?.count.toLocaleString() ?? "…"}
          </output>
        </h2>
        <p className="min-h-4 text-quiet text-xs tabular-nums">
          {total?.sums.map(({ currency, amount }) => formatMoney(amount, currency)).join(" · ")}
        </p>
      </div>
      {canCreate && (
        <IconButton label={TEXTS.newIn(singularOf(resource.name), label)} onClick={() => setCreating(true)}>
          <Plus size={16} aria-hidden />
        </IconButton>
      )}
      {creating && (
        <RecordFormDialog
          resource={resource}
          initial={column.value === null ? {} : { [field.name]: column.value }}
          onClose={() => setCreating(false)}
        />
      )}
    </header>
  );
}

/** Drawn anew when its records or moves change, not while a card is dragged over it. */
const Cards = memo(function Cards({
  resource,
  field,
  query,
  column,
  columns,
  total,
  ...props
}: Omit<ColumnProps, "dragged">) {
  const { tenant } = useTenant();
  const [limit, setLimit] = useState(STEP);
  const condition = { [field.name]: column.value ?? { isNull: true } };
  const sort = query.sort && query.sort.length > 0 ? query.sort : ["-updatedAt"];
  const live = useLive(tenant.resource(resource.name), { ...narrowed(query, condition), sort, limit });
  const shown = shownIn(column.key, live.data, live.seq, props.moves);
  if (live.status === "failed") return <Failed error={live.error} retry={() => tenant.reconnect()} />;
  if (live.status === "loading")
    return (
      <div className="px-2">
        <Loading />
      </div>
    );
  const hidden = Math.max(0, (total?.count ?? 0) - limit);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-1.5">
      <ul className="grid gap-1.5">
        {shown.map((record) => (
          <BoardCard
            key={record.id}
            resource={resource}
            record={record}
            column={column}
            columns={columns}
            field={field}
            onMove={props.onMove}
            canMove={props.canMove}
          />
        ))}
      </ul>
      {shown.length === 0 && <p className="px-1 py-6 text-center text-quiet text-xs">{TEXTS.emptyColumn}</p>}
      {hidden > 0 && limit < MOST && (
        <Button look="quiet" className="mt-2 w-full" onClick={() => setLimit(limit + STEP)}>
          {TEXTS.showMore(Math.min(STEP, hidden))}
        </Button>
      )}
      {hidden > 0 && limit >= MOST && <p className="p-2 text-center text-quiet text-xs">{TEXTS.tooMany(MOST)}</p>}
    </div>
  );
});
