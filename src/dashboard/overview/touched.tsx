/** Lights up for a moment where something has just changed. */
import { type ReactNode, useEffect, useRef, useState } from "react";

/**
 * @param value what is watched: when it becomes another one, what is shown lights up
 * @param settled whether the value is known; what comes before is no change
 */
export function Touched({
  value,
  settled = true,
  className = "",
  children,
}: {
  readonly value: string | number;
  readonly settled?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const [times, setTimes] = useState(0);
  const before = useRef<string | number | null>(null);
  useEffect(() => {
    if (!settled) return;
    if (before.current !== null && before.current !== value) setTimes((count) => count + 1);
    before.current = value;
  }, [value, settled]);
  // One after the other: a name that is new begins the animation anew, and what is within keeps the focus.
  const animation = times === 0 ? "" : times % 2 === 1 ? "animate-touched" : "animate-touched-again";
  return (
    <span data-touched={times} className={`rounded ${animation} ${className}`}>
      {children}
    </span>
  );
}
