/** How large an element is, followed. */
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { Size } from "./map-view.ts";

/** @returns the ref to set, and the size in pixels; null until it is known */
export function useSize<Element extends HTMLElement>(): [RefObject<Element | null>, Size | null] {
  const ref = useRef<Element>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setSize((held) => (held?.width === width && held.height === height ? held : { width, height }));
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
