/** A line beside a figure: how it came to be. */
import { sparkPath } from "./figures.ts";
import { LINES, type Tone } from "./tones.ts";

const WIDTH = 96;
const HEIGHT = 20;
/** So that the line's ends are not cut off. */
const ROOM = 2;

/** @param label what it shows, in words; without one it is decoration */
export function Sparkline({
  values,
  label,
  tone = "accent",
  className = "",
}: {
  readonly values: readonly (number | null)[];
  readonly label?: string | undefined;
  readonly tone?: Tone;
  readonly className?: string;
}) {
  return (
    <svg
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
      viewBox={`${-ROOM} ${-ROOM} ${WIDTH + 2 * ROOM} ${HEIGHT + 2 * ROOM}`}
      className={`h-6 w-25 ${LINES[tone]} ${className}`}
    >
      <path
        d={sparkPath(values, WIDTH, HEIGHT)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
