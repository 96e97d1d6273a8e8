/** Where the arrow keys take a card: to the next column at that side in which it may be put down. */
import type { KeyboardCoordinateGetter } from "@dnd-kit/core";

const SIDES: Readonly<Record<string, -1 | 1>> = { ArrowRight: 1, ArrowLeft: -1 };
/** Below the head of the column. */
const FROM_TOP = 64;

export const besideByKeyboard: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const side = SIDES[event.code];
  const { collisionRect, droppableContainers, droppableRects } = context;
  if (side === undefined || !collisionRect) return undefined;
  event.preventDefault();
  const middle = collisionRect.left + collisionRect.width / 2;
  const rects = droppableContainers.getEnabled().flatMap(({ id }) => droppableRects.get(id) ?? []);
  const beside = rects
    .filter(({ left, right }) => (side === 1 ? left > middle : right < middle))
    .toSorted((one, other) => side * (one.left - other.left));
  const [next] = beside;
  if (!next) return currentCoordinates;
  return { x: next.left + (next.width - collisionRect.width) / 2, y: next.top + FROM_TOP };
};
