/** Keeps the palette at hand on every page of a tenant. What it finds, and the form for a new record, are loaded once the page stands. */
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTenant } from "../shell/tenant-context.ts";
import { singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/palette.ts";
import { useSay } from "../ui/toast.tsx";
import { closePalette, openPalette, useOpened } from "./opened.ts";
import { PaletteDialog } from "./palette-dialog.tsx";
import { keepVisit, visitOf } from "./recent.ts";
import { useLoaded } from "./use-loaded.ts";

const loadPalette = () => import("./palette.tsx").then(({ Palette }) => Palette);
const loadNewRecord = () => import("./new-record.tsx").then(({ NewRecord }) => NewRecord);
/** Milliseconds after which it is loaded although nobody asked: whoever presses the keys sees at once what is there. */
const BEFOREHAND = 3_000;

export function PaletteHost() {
  const opened = useOpened();
  const palette = useLoaded(loadPalette, opened?.kind === "palette");
  useVisits();
  useEffect(() => {
    // A failure here is one of the network: opening it tries again, and says so.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), BEFOREHAND);
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
    <>
      {opened?.kind === "palette" && <PaletteDialog loaded={palette} />}
      <Creating resource={opened?.kind === "create" ? opened.resource : null} />
    </>
  );
}

/** @param resource of what a record is made; null while none is */
function Creating({ resource }: { readonly resource: string | null }) {
  const { part: NewRecord, error } = useLoaded(loadNewRecord, resource !== null);
  const say = useSay();
  useEffect(() => {
    if (resource === null || error === null) return;
    say.failed(TEXTS.notOpened(singularOf(resource)), error);
    closePalette();
  }, [resource, error, say]);
  return resource !== null && NewRecord && <NewRecord resource={resource} />;
}

function useVisits(): void {
  const { handle } = useTenant();
  const { resource, id, owner, name } = useParams({ strict: false });
  useEffect(() => {
    const visit = visitOf({ resource, id, owner, name });
    if (visit) keepVisit(handle, visit);
  }, [handle, resource, id, owner, name]);
}
