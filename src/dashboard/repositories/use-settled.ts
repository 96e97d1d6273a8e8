/** A text that is being typed, once it stands still. */
import { useEffect, useState } from "react";

const QUIET_MS = 250;

/** @returns the text as it was when nothing had been typed for a quarter of a second */
export function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
