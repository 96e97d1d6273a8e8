/** The frame of a page: navigation at the side, behind a button on telephones; the page itself beside it. */
import { Dialog } from "@base-ui/react/dialog";
import { useLocation } from "@tanstack/react-router";
import { Menu } from "lucide-react";
import { type ReactNode, useState } from "react";
import { TEXTS } from "../texts/shell.ts";
import { IconButton } from "../ui/button.tsx";

/** @param props.title what the pages are of; telephones show it beside the button */
export function Frame({
  title,
  navigation,
  children,
}: {
  readonly title: string;
  readonly navigation: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded bg-panel p-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {TEXTS.skip}
      </a>
      <aside className="beside-wall sticky top-0 hidden h-dvh w-60 shrink-0 flex-col overflow-y-auto border-line border-r bg-sunken p-3 md:flex">
        {navigation}
      </aside>
      <TelephoneNavigation title={title}>{navigation}</TelephoneNavigation>
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col gap-4 p-4 outline-hidden md:p-6">
        {children}
      </main>
    </div>
  );
}

function TelephoneNavigation({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { pathname } = useLocation();
  // Whoever has gone somewhere sees the page, not the navigation.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === pathname;
  const setOpen = (next: boolean) => setOpenAt(next ? pathname : null);
  return (
    <header className="sticky top-0 z-30 flex items-center gap-2 border-line border-b bg-sunken px-2 py-1 md:hidden">
      <IconButton label={TEXTS.openNavigation} onClick={() => setOpen(true)}>
        <Menu size={18} aria-hidden />
      </IconButton>
      <span dir="auto" className="truncate font-semibold">
        {title}
      </span>
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
          <Dialog.Popup className="fixed inset-y-0 left-0 z-40 flex w-72 flex-col overflow-y-auto bg-sunken p-3 text-ink shadow-xl">
            <Dialog.Title className="sr-only">{TEXTS.navigation}</Dialog.Title>
            {children}
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  );
}
