/** How to begin, in the place of the large figures: for a tenant in which there is nothing to count yet. */
import { Link } from "@tanstack/react-router";
import { CalendarPlus, Check, FolderGit2, type LucideIcon, Target, UserPlus } from "lucide-react";
import { startCreating } from "../palette/opened.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import type { Begun } from "./begun.ts";

const STEP =
  "flex h-28 cursor-pointer flex-col justify-between rounded-lg border border-line bg-panel px-4 py-3 text-left hover:border-edge";

/** @param begun what is done already */
export function BeginStrip({ begun }: { readonly begun: Begun }) {
  const { handle } = useTenant();
  const params = { tenant: handle };
  return (
    <section aria-label={TEXTS.begin} className="grid grid-cols-2 gap-4 xl:grid-cols-4">
      <button type="button" onClick={() => startCreating("leads")} className={STEP}>
        <StepText icon={Target} text={TEXTS.steps.lead} done={begun.lead} />
      </button>
      <button type="button" onClick={() => startCreating("activities")} className={STEP}>
        <StepText icon={CalendarPlus} text={TEXTS.steps.activity} done={begun.activity} />
      </button>
      <Link to="/t/$tenant/repositories" params={params} className={STEP}>
        <StepText icon={FolderGit2} text={TEXTS.steps.repository} done={begun.repository} />
      </Link>
      <Link to="/t/$tenant/settings/$section" params={{ ...params, section: "invitations" }} className={STEP}>
        <StepText icon={UserPlus} text={TEXTS.steps.people} done={begun.people} />
      </Link>
    </section>
  );
}

function StepText({
  icon: Icon,
  text,
  done,
}: {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly done: boolean;
}) {
  return (
    <>
      {done ? (
        <Check size={20} aria-label={TEXTS.done} className="text-good" />
      ) : (
        <Icon size={20} aria-hidden className="text-accent" />
      )}
      <span className={done ? "text-quiet" : "font-medium"}>{text}</span>
    </>
  );
}
