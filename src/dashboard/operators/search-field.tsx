/** What is searched for in a section, which stands in its address. */
import { useState } from "react";
import { TextField } from "../ui/field.tsx";

/** @param q as the address has it @param onSearch told at every key; undefined where nothing is left */
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
  return (
    <TextField
      type="search"
      label={label}
      value={typed ?? q}
      onChange={({ target }) => {
        setTyped(target.value);
        onSearch(target.value || undefined);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
