/** The way back to the list, and on to the next record of it. It stays while one record follows another, and with it the focus. */
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import { neighboursOf } from "../records/came-from.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/record.ts";
import { IconButton } from "../ui/button.tsx";
import { isPageCovered } from "../ui/covered.ts";

/** With `Alt`: keys of one letter hinder those who speak to their machine (WCAG 2.2, 2.1.4). */
const KEYS: Readonly<Record<string, "previous" | "next">> = { ArrowUp: "previous", ArrowDown: "next" };
const ARROWS = { Up: "↑", Down: "↓" };

export function RecordTrail({ resource, id }: { readonly resource: ResourceDescription; readonly id: string }) {
  const { handle } = useTenant();
  const navigate = useNavigate();
  const { state } = useLocation();
  const neighbours = neighboursOf(state, id);
  const go = (where: "previous" | "next") => {
    const to = neighbours?.[where];
    if (!neighbours || !to) return;
    const params = { tenant: handle, resource: resource.name, id: to };
    // In the place of this one: the browser's way back leads to the list.
    void navigate({ to: "/t/$tenant/r/$resource/$id", params, state: { list: neighbours.list }, replace: true });
  };
  useKeys(go);
  return (
    <div className="-mb-3 flex min-h-9 items-center gap-2">
      <Link
        to="/t/$tenant/r/$resource"
        params={{ tenant: handle, resource: resource.name }}
        className="mr-auto text-quiet hover:underline"
      >
        {labelOf(resource.name)}
      </Link>
      {neighbours && (
        <>
          <Step
            label={TEXTS.previous}
            arrow="Up"
            isEnd={neighbours.previous === null}
            icon={ChevronLeft}
            onClick={() => go("previous")}
          />
          <Step
            label={TEXTS.next}
            arrow="Down"
            isEnd={neighbours.next === null}
            icon={ChevronRight}
            onClick={() => go("next")}
          />
        </>
      )}
    </div>
  );
}

interface StepProps {
  readonly label: string;
  /** Of the key that does the same. */
  readonly arrow: "Up" | "Down";
  /** The list has none there. */
  readonly isEnd: boolean;
  readonly icon: LucideIcon;
  readonly onClick: () => void;
}

function Step({ label, arrow, isEnd, icon: Icon, onClick }: StepProps) {
  return (
    <IconButton
      label={label}
      aria-keyshortcuts={`Alt+Arrow${arrow}`}
      title={TEXTS.withKey(label, `Alt ${ARROWS[arrow]}`)}
      aria-disabled={isEnd}
      className="aria-disabled:cursor-default aria-disabled:opacity-60"
      onClick={onClick}
    >
      <Icon size={18} aria-hidden />
    </IconButton>
  );
}

function useKeys(go: (where: "previous" | "next") => void): void {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const where = KEYS[event.key];
      if (!where || !event.altKey || event.ctrlKey || event.metaKey || isMeantElsewhere(event)) return;
      event.preventDefault();
      latest.current(where);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

/** What is typed is for what it is typed into, and what lies over the page has the keys for itself. */
function isMeantElsewhere({ target, defaultPrevented, isComposing }: KeyboardEvent): boolean {
  const isTyped =
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], [role=menu], [role=listbox], fieldset") !== null;
  return defaultPrevented || isComposing || isTyped || isPageCovered();
}
