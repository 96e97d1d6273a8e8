/** A menu behind a button. */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

const ITEM =
  "flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-hidden select-none data-highlighted:bg-mark data-disabled:cursor-not-allowed data-disabled:text-quiet";

/** @param trigger the button, an element that takes a ref */
export function Menu({
  trigger,
  children,
  align = "start",
}: {
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-40 outline-hidden">
          <Base.Popup className="max-h-(--available-height) min-w-48 overflow-y-auto rounded-md bg-panel p-1 text-ink shadow-lg ring-1 ring-line">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({
  onSelect,
  disabled = false,
  children,
}: {
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Base.Item className={ITEM} onClick={onSelect} disabled={disabled}>
      {children}
    </Base.Item>
  );
}

/** An item that leads elsewhere. @param link the link, without what it shows */
export function MenuLink({ link, children }: { readonly link: ReactElement; readonly children: ReactNode }) {
  return (
    <Base.Item className={ITEM} render={link}>
      {children}
    </Base.Item>
  );
}

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 py-1 text-quiet text-xs">{children}</Base.GroupLabel>
    </Base.Group>
  );
}
