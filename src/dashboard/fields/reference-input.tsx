/** One record, found by what stands in it. */
import { Combobox } from "@base-ui/react/combobox";
import { ChevronDown, X } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { TEXTS } from "../texts/fields.ts";
import { labelOf } from "../texts/names.ts";
import { CONTROL } from "../ui/field.tsx";
import { ChoiceList } from "./choice-list.tsx";
import type { InputProps } from "./field-input.tsx";
import type { Reference } from "./references.ts";
import { useTitle } from "./titles.ts";
import { type Choice, useFound } from "./use-found.ts";

const NONE: Reference = { resource: "", by: "id" };
const ICON_BUTTON = "cursor-pointer rounded p-1 text-quiet hover:bg-sunken hover:text-ink";

/** @param reference what is chosen from; null while another field does not say it */
export function ReferenceInput({
  value,
  onChange,
  control,
  label,
  reference,
}: InputProps & { readonly reference: Reference | null }) {
  const id = typeof value === "string" ? value : null;
  const { title } = useTitle(reference ?? NONE, id);
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const found = useFound(reference, typed ?? "", isOpen);
  const chosen = useMemo(() => (id === null ? null : { id, title: title ?? id }), [id, title]);
  const items = useMemo(
    () => withChosen(found.choices, typed === null ? chosen : null),
    [found.choices, typed, chosen],
  );
  const close = (open: boolean) => {
    setOpen(open);
    if (!open) setTyped(null);
  };
  return (
    <Combobox.Root
      items={items}
      value={chosen}
      filter={null}
      disabled={reference === null}
      inputValue={typed ?? chosen?.title ?? ""}
      itemToStringLabel={({ title: text }: Choice) => text}
      isItemEqualToValue={(item: Choice, other: Choice) => item.id === other.id}
      open={isOpen}
      onOpenChange={close}
      onInputValueChange={(text, { reason }) => reason === "input-change" && setTyped(text)}
      onValueChange={(choice) => {
        setTyped(null);
        onChange(choice?.id ?? null, null);
      }}
    >
      <Combobox.InputGroup className="relative">
        <Combobox.Input
          {...control}
          aria-label={label}
          dir="auto"
          className={`${CONTROL} pr-14`}
          // What is written stands for another record, not for more of this one's title.
          onFocus={({ target }) => target.select()}
          onKeyDown={(event) => leaveList(event, isOpen, close)}
          placeholder={reference ? TEXTS.search(labelOf(reference.resource).toLowerCase()) : TEXTS.chooseResourceFirst}
        />
        <span className="absolute inset-y-0 right-1 flex items-center">
          <Combobox.Clear aria-label={TEXTS.clear} className={ICON_BUTTON}>
            <X size={14} aria-hidden />
          </Combobox.Clear>
          <Combobox.Trigger aria-label={TEXTS.show} className={ICON_BUTTON}>
            <ChevronDown size={14} aria-hidden />
          </Combobox.Trigger>
        </span>
      </Combobox.InputGroup>
      <ChoiceList found={found} q={typed ?? ""} />
    </Combobox.Root>
  );
}

/** Escape closes the list, and nothing around it. */
export function leaveList(event: KeyboardEvent, isOpen: boolean, close: (open: boolean) => void): void {
  if (event.key !== "Escape" || !isOpen) return;
  event.stopPropagation();
  close(false);
}

/** The list has what is chosen, too. */
function withChosen(choices: readonly Choice[], chosen: Choice | null): Choice[] {
  return chosen && !choices.some(({ id }) => id === chosen.id) ? [chosen, ...choices] : [...choices];
}
