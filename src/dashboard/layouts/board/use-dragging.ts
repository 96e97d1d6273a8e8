/** Dragging of cards with mouse, finger and keyboard, said in words to those who do not see it. */
import {
  type Announcements,
  type CollisionDetection,
  type DndContextProps,
  type DragEndEvent,
  type DragStartEvent,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useEffect, useMemo, useState } from "react";
import * as z from "zod/mini";
import type { AnyRecord } from "../../../client/croft.ts";
import { isRecord } from "../../../protocol/values.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { columnLabel } from "./column-label.ts";
import type { Column } from "./columns.ts";
import { besideByKeyboard } from "./keyboard-coordinates.ts";
import type { CardMove } from "./use-moves.ts";

/** A card in the air. */
export interface Dragged {
  readonly record: AnyRecord;
  readonly title: string;
  /** The key of its column. */
  readonly from: string;
  /** The keys of the columns where it may be put down. */
  readonly allowed: ReadonlySet<string>;
}

/** What a card tells of itself when it is picked up. */
const cardSchema = z.object({ record: z.custom<AnyRecord>(isRecord), title: z.string(), from: z.string() });

export interface Dragging {
  readonly dragged: Dragged | null;
  readonly context: DndContextProps;
}

/** Under the pointer, where there is one; else where most of the card lies. */
const collision: CollisionDetection = (given) =>
  given.pointerCoordinates ? pointerWithin(given) : rectIntersection(given);

export function useDragging(
  columns: readonly Column[],
  allowedFrom: (from: string) => ReadonlySet<string>,
  move: (card: CardMove) => Promise<void>,
): Dragging {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const sensors = useSensors(
    // A click stays a click, and a swipe scrolls.
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: besideByKeyboard }),
  );
  const onDragStart = ({ active }: DragStartEvent) => {
    const { success, data } = cardSchema.safeParse(active.data.current);
    if (success) setDragged({ ...data, allowed: allowedFrom(data.from) });
  };
  const onDragEnd = ({ over }: DragEndEvent) => {
    setDragged(null);
    const from = columns.find(({ key }) => key === dragged?.from);
    const to = columns.find(({ key }) => over !== null && columnId(key) === over.id);
    if (dragged && from && to && dragged.allowed.has(to.key))
      void move({ record: dragged.record, title: dragged.title, from, to });
  };
  useClicksHeld(dragged !== null);
  const announcements = useMemo(() => announcementsFor(columns), [columns]);
  return {
    dragged,
    context: {
      sensors,
      collisionDetection: collision,
      onDragStart,
      onDragEnd,
      onDragCancel: () => setDragged(null),
      accessibility: { announcements, screenReaderInstructions: { draggable: TEXTS.howToDrag } },
    },
  };
}

/** Milliseconds behind the end of a drag in which the browser may still make a click of it. */
const CLICK_COMES = 250;

/**
 * Where a finger is lifted from the card that it held, browsers see a tap on the card's link. dnd-kit keeps such clicks from React, so that the
 * router does not take them, and the browser would load the whole page anew.
 */
function useClicksHeld(isDragging: boolean): void {
  useEffect(() => {
    if (!isDragging) return;
    const hold = (event: Event) => event.preventDefault();
    window.addEventListener("click", hold, { capture: true });
    return () => void setTimeout(() => window.removeEventListener("click", hold, { capture: true }), CLICK_COMES);
  }, [isDragging]);
}

/** How a column is called among the places to drop on; cards are called by their ids. */
export function columnId(key: string): string {
  return `column:${key}`;
}

function announcementsFor(columns: readonly Column[]): Announcements {
  const titleOf = (data: unknown) => cardSchema.safeParse(data).data?.title ?? "";
  const columnOf = (id: UniqueIdentifier | undefined) => {
    const column = columns.find(({ key }) => columnId(key) === id);
    return column ? columnLabel(column) : null;
  };
  return {
    onDragStart: ({ active }) => TEXTS.pickedUp(titleOf(active.data.current)),
    onDragOver: ({ active, over }) => TEXTS.isOver(titleOf(active.data.current), columnOf(over?.id)),
    onDragEnd: ({ active, over }) => TEXTS.putDown(titleOf(active.data.current), columnOf(over?.id)),
    onDragCancel: ({ active }) => TEXTS.putDown(titleOf(active.data.current), null),
  };
}
