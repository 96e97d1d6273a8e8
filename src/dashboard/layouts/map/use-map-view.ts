/** Moving and enlarging a map with mouse, wheel, fingers and keys. */
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { afterKey, type MapView, moved, type Size, type Spot, WHOLE, zoomed } from "./map-view.ts";

const WHEEL = 0.002;

export interface MapHandling {
  readonly view: MapView;
  readonly setView: (view: MapView) => void;
  readonly frame: RefObject<HTMLDivElement | null>;
  /** What makes an element take part: the keyboard reaches it. */
  readonly handlers: {
    readonly tabIndex: number;
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
  };
}

/** @param size of the element that `frame` is set on */
export function useMapView(size: Size): MapHandling {
  const frame = useRef<HTMLDivElement>(null);
  const [held, setView] = useState(WHOLE);
  // Of a window that has another size now, nothing is left empty.
  const view = useMemo(() => moved(held, 0, 0, size), [held, size]);
  const fingers = useRef(new Map<number, Spot>());
  useWheel(frame, (event) => {
    // At its smallest the map lets the page scroll on.
    if (view.scale === 1 && event.deltaY > 0) return;
    event.preventDefault();
    const spot = spotOf(event);
    setView((before) => zoomed(before, Math.exp(-event.deltaY * WHEEL), spot, size));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const next =
      event.target === event.currentTarget && !event.ctrlKey && !event.metaKey ? afterKey(event.key, view, size) : null;
    if (!next) return;
    event.preventDefault();
    setView(next);
  };
  const onPointerDown = (event: PointerEvent) => {
    const isOnMark = event.target instanceof Element && event.target.closest("a, button") !== null;
    if (isOnMark || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, spotOf(event));
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const now = spotOf(event);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, now);
    setView((held) => (other ? pinched(held, before, now, other, size) : dragged(held, before, now, size)));
  };
  const end = (event: PointerEvent) => void fingers.current.delete(event.pointerId);
  return {
    view,
    setView,
    frame,
    handlers: { tabIndex: 0, onKeyDown, onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end },
  };
}

function dragged(view: MapView, before: Spot, now: Spot, size: Size): MapView {
  return moved(view, now[0] - before[0], now[1] - before[1], size);
}

/** Two fingers: enlarged as they part, around the one that rests. */
function pinched(view: MapView, before: Spot, now: Spot, resting: Spot, size: Size): MapView {
  const apart = (spot: Spot) => Math.max(1, Math.hypot(spot[0] - resting[0], spot[1] - resting[1]));
  return zoomed(view, apart(now) / apart(before), resting, size);
}

function spotOf({ currentTarget, clientX, clientY }: PointerEvent | WheelEvent): Spot {
  if (!(currentTarget instanceof Element)) return [0, 0];
  const { left, top } = currentTarget.getBoundingClientRect();
  return [clientX - left, clientY - top];
}

/** React listens to wheels without the right to keep the page from scrolling. */
function useWheel(frame: RefObject<HTMLElement | null>, turned: (event: WheelEvent) => void): void {
  const onTurn = useEffectEvent(turned);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => onTurn(event);
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [frame]);
}
