/** A part of the page that is loaded when it is wanted. Unlike what React's `lazy` loads, it may be wanted again after it could not be. */
import { useEffect, useState } from "react";

export interface Loaded<Part> {
  /** Null until it is here. */
  readonly part: Part | null;
  /** Why it is not here; null while it is on its way. */
  readonly error: unknown;
}

const ON_ITS_WAY = { part: null, error: null };

/** @param load the same function at every render @param wanted whether it is needed now: it is asked for whenever it comes to be */
export function useLoaded<Part>(load: () => Promise<Part>, wanted: boolean): Loaded<Part> {
  const [loaded, setLoaded] = useState<Loaded<Part>>(ON_ITS_WAY);
  const isThere = loaded.part !== null;
  useEffect(() => {
    if (!wanted || isThere) return;
    let isOver = false;
    load().then(
      (part) => !isOver && setLoaded({ part, error: null }),
      (error: unknown) => !isOver && setLoaded({ part: null, error }),
    );
    return () => {
      isOver = true;
      setLoaded((held) => (held.part === null ? ON_ITS_WAY : held));
    };
  }, [load, wanted, isThere]);
  return loaded;
}
