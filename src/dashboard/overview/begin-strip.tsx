/** How to begin, in the place of the large figures: for a tenant in which there is nothing to count yet. */
import { Link, type LinkProps } from "@tanstack/react-router";
import { CalendarPlus, Check, FolderGit2, type LucideIcon, Target, UserPlus } from "lucide-react";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import type { Begun } from "./begun.ts";

/** @param begun what is done already */
export function BeginStrip({ begun }: { readonly begun: Begun }) {
  const { handle } = useTenant();
  const params = { tenant: handle };
  return (
    <nav aria-label={TEXTS.begin} className="grid grid-cols-2 gap-4 xl:grid-cols-4">
      <Step
        to="/t/$tenant/r/$resource"
        params={{ ...params, resource: "leads" }}
        icon={Target}
        text={TEXTS.steps.lead}
        done={begun.lead}
      />
      <Step
        to="/t/$tenant/r/$resource"
        params={{ ...params, resource: "activities" }}
        icon={CalendarPlus}
        text={TEXTS.steps.activity}
        done={begun.activity}
      />
      <Step
        to="/t/$tenant/repositories"
        params={params}
        icon={FolderGit2}
        text={TEXTS.steps.repository}
        done={begun.repository}
      />
      <Step
        to="/t/$tenant/settings/$section"
        params={{ ...params, section: "invitations" }}
        icon={UserPlus}
        text={TEXTS.steps.people}
        done={begun.people}
      />
    </nav>
  );
}

function Step({
  icon: Icon,
  text,
  done,
  ...link
}: LinkProps & { readonly icon: LucideIcon; readonly text: string; readonly done: boolean }) {
  return (
    <Link
      {...link}
      className="flex h-28 flex-col justify-between rounded-lg border border-line bg-panel px-4 py-3 hover:border-edge"
    >
      {done ? (
        <Check size={20} aria-label={TEXTS.done} className="text-good" />
      ) : (
        <Icon size={20} aria-hidden className="text-accent" />
      )}
      <span className={done ? "text-quiet" : "font-medium"}>{text}</span>
    </Link>
  );
}
