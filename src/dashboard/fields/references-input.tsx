/** Several records, each found by what stands in it. */
import { Combobox } from "@base-ui/react/combobox";
import { X } from "lucide-react";
import { useMemo, useState } from "react";
import { TEXTS } from "../texts/fields.ts";
import { labelOf } from "../texts/names.ts";
import { ChoiceList } from "./choice-list.tsx";
import type { InputProps } from "./field-input.tsx";
import { RecordLink } from "./record-link.tsx";
import { leaveList } from "./reference-input.tsx";
import type { Reference } from "./references.ts";
import { useTitle } from "./titles.ts";
import { type Choice, useFound } from "./use-found.ts";
import { CHIP, CHIP_REMOVE, CHIP_TEXT, CHIPS } from "./words-input.tsx";

export function ReferencesInput({
  value,
  onChange,
  control,
  label,
  reference,
}: InputProps & { readonly reference: Reference }) {
  const chosen = useMemo(
    () => (Array.isArray(value) ? value : []).map((id) => ({ id: String(id), title: String(id) })),
    [value],
  );
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const found = useFound(reference, typed, isOpen);
  return (
    <Combobox.Root
      multiple
      items={found.choices}
      value={chosen}
      filter={null}
      inputValue={typed}
      itemToStringLabel={({ title }: Choice) => title}
      isItemEqualToValue={(item: Choice, other: Choice) => item.id === other.id}
      open={isOpen}
      onOpenChange={setOpen}
      onInputValueChange={(text) => setTyped(text)}
      onValueChange={(choices) => {
        setTyped("");
        onChange(
          choices.map(({ id }) => id),
          null,
        );
      }}
    >
      <Combobox.Chips className={CHIPS}>
        {chosen.map(({ id }) => (
          <Combobox.Chip key={id} className={CHIP}>
            <RecordLink resource={reference.resource} by={reference.by} id={id} link={false} />
            <Remove reference={reference} id={id} />
          </Combobox.Chip>
        ))}
        <Combobox.Input
          {...control}
          aria-label={label}
          dir="auto"
          className={CHIP_TEXT}
          onKeyDown={(event) => leaveList(event, isOpen, setOpen)}
          placeholder={TEXTS.search(labelOf(reference.resource).toLowerCase())}
        />
      </Combobox.Chips>
      <ChoiceList found={found} q={typed} />
    </Combobox.Root>
  );
}

function Remove({ reference, id }: { readonly reference: Reference; readonly id: string }) {
  const { title } = useTitle(reference, id);
  return (
    <Combobox.ChipRemove aria-label={TEXTS.remove(title ?? id)} className={CHIP_REMOVE}>
      <X size={12} aria-hidden />
    </Combobox.ChipRemove>
  );
}
