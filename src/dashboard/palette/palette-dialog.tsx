/** The command palette's frame, with a field that takes what is typed from the first key on; what is found comes when it is loaded. */
import { Dialog } from "@base-ui/react/dialog";
import { type KeyboardEvent, useState } from "react";
import { TEXTS } from "../texts/palette.ts";
import { closePalette } from "./opened.ts";
import type { Palette } from "./palette.tsx";
import { focusAtEnd, INPUT, PaletteField, STATUS, type Typed } from "./palette-field.tsx";
import type { Loaded } from "./use-loaded.ts";

const NOTHING: Typed = { text: "", isEntered: false };

export function PaletteDialog({ loaded }: { readonly loaded: Loaded<typeof Palette> }) {
  const [typed, setTyped] = useState(NOTHING);
  // Whoever composes a letter of several keys would lose it with the field.
  const [isComposing, setComposing] = useState(false);
  const Content = isComposing ? null : loaded.part;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closePalette()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup
          aria-label={TEXTS.title}
          className="fixed top-[max(0.5rem,10vh)] left-1/2 z-40 flex h-[min(34rem,80dvh)] w-[calc(100vw-1rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-lg bg-panel text-ink shadow-xl ring-1 ring-line"
        >
          {Content ? (
            <Content typed={typed} onType={(text) => setTyped({ text, isEntered: false })} />
          ) : (
            <Waiting typed={typed} onType={setTyped} onCompose={setComposing} error={loaded.error} />
          )}
          <Dialog.Close className="sr-only">{TEXTS.close}</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface WaitingProps {
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
  readonly onCompose: (isComposing: boolean) => void;
  readonly error: unknown;
}

function Waiting({ typed, onType, onCompose, error }: WaitingProps) {
  const onKeyDown = ({ key, nativeEvent }: KeyboardEvent) => {
    if (key === "Enter" && !nativeEvent.isComposing) onType({ ...typed, isEntered: typed.text.trim() !== "" });
  };
  return (
    <>
      <PaletteField>
        <input
          ref={focusAtEnd}
          aria-label={TEXTS.title}
          placeholder={TEXTS.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={typed.text}
          onChange={(event) => onType({ text: event.target.value, isEntered: false })}
          onKeyDown={onKeyDown}
          onCompositionStart={() => onCompose(true)}
          onCompositionEnd={() => onCompose(false)}
          className={INPUT}
        />
      </PaletteField>
      <div className="flex-1" />
      <p role="status" className={STATUS}>
        {error === null ? TEXTS.loading : TEXTS.notLoaded(error instanceof Error ? error.message : String(error))}
      </p>
    </>
  );
}
