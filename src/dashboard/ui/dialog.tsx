/** A dialog over the page. It takes the focus, gives it back, and is closed by Escape. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { TEXTS } from "../texts/shell.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** What has the focus at first; the first control, which closes the dialog, unless given. */
  readonly initialFocus?: () => HTMLElement | null;
}

export function Dialog({ open, onClose, title, description, children, wide = false, initialFocus }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Base.Popup
          initialFocus={initialFocus}
          className={`fixed top-[max(1rem,10vh)] left-1/2 z-40 flex max-h-[85vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col gap-4 overflow-y-auto rounded-lg bg-panel p-5 text-ink shadow-xl ring-1 ring-line ${wide ? "max-w-3xl" : "max-w-md"}`}
        >
          <div className="flex items-start gap-3">
            <Base.Title className="flex-1 font-semibold text-base">{title}</Base.Title>
            <Base.Close aria-label={TEXTS.close} className="cursor-pointer rounded p-1 text-quiet hover:bg-sunken">
              <X size={16} aria-hidden />
            </Base.Close>
          </div>
          {description && <Base.Description className="text-quiet">{description}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
