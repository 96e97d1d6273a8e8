/** Keeps the palette at hand on every page of a tenant. What it shows is loaded once the page stands. */
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useTenant } from "../shell/tenant-context.ts";
import { closePalette, openPalette, useOpened } from "./opened.ts";
import { keepVisit, visitOf } from "./recent.ts";

const loadDialog = () => import("./palette-dialog.tsx");
const PaletteDialog = lazy(() => loadDialog().then(({ PaletteDialog }) => ({ default: PaletteDialog })));
const NewRecord = lazy(() => import("./new-record.tsx").then(({ NewRecord }) => ({ default: NewRecord })));
/** Milliseconds after which it is loaded although nobody asked: whoever presses the keys goes on typing at once. */
const BEFOREHAND = 3_000;

export function PaletteHost() {
  const opened = useOpened();
  useVisits();
  useEffect(() => {
    // A failure here is one of the network: opening it tries again, and says so.
    const timer = setTimeout(() => void loadDialog().catch(() => undefined), BEFOREHAND);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isShortcut || event.key.toLowerCase() !== "k") return;
      // Browsers would go to their own search.
      event.preventDefault();
      openPalette();
    };
    window.addEventListener("keydown", pressed);
    return () => {
      window.removeEventListener("keydown", pressed);
      closePalette();
    };
  }, []);
  return (
    <Suspense>
      {opened?.kind === "palette" && <PaletteDialog />}
      {opened?.kind === "create" && <NewRecord resource={opened.resource} />}
    </Suspense>
  );
}

function useVisits(): void {
  const { handle } = useTenant();
  const { resource, id, owner, name } = useParams({ strict: false });
  useEffect(() => {
    const visit = visitOf({ resource, id, owner, name });
    if (visit) keepVisit(handle, visit);
  }, [handle, resource, id, owner, name]);
}
