/** What is searched for in a section, which stands in its address. */
import { useEffect, useEffectEvent, useState } from "react";
import { TextField } from "../ui/field.tsx";

/** Milliseconds after the last letter at which the search begins. */
const PAUSE = 250;

/** @param q as the address has it @param onSearch told after a pause, or when the field is left; undefined where nothing is left */
export function SearchField({
  label,
  q,
  onSearch,
}: {
  readonly label: string;
  readonly q: string;
  readonly onSearch: (q: string | undefined) => void;
}) {
  // The address follows a moment after the key: a field that waited for it would put the caret behind the text.
  const [typed, setTyped] = useState<string | null>(null);
  const tell = (text: string) => text !== q && onSearch(text || undefined);
  const onPause = useEffectEvent(tell);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => onPause(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const leave = () => {
    if (typed !== null) tell(typed);
    setTyped(null);
  };
  return (
    <TextField
      type="search"
      label={label}
      value={typed ?? q}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={leave}
    />
  );
}
