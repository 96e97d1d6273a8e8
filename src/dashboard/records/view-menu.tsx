/** Saved views: which there are, and what is done with the one that is shown. Everybody of the tenant sees the same. */
import { Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/records.ts";
import { buttonClass } from "../ui/button.tsx";
import { Menu, MenuHeading, MenuItem } from "../ui/menu.tsx";
import { useSay } from "../ui/toast.tsx";
import { viewOfState } from "./table-state.ts";
import type { TablePlace } from "./use-table-state.ts";
import { textOf, versionOf } from "./value.ts";
import { DeleteViewDialog, NameViewDialog } from "./view-dialogs.tsx";

export interface ViewMenuProps {
  readonly resource: string;
  readonly place: TablePlace;
}

export function ViewMenu({ resource, place }: ViewMenuProps) {
  const { rights } = useTenant();
  const { view, views, isChanged, show } = place;
  const [open, setOpen] = useState<"save" | "rename" | "delete" | null>(null);
  const description = resourceNamed("views");
  if (!description || !may(rights, "read", description)) return null;
  const all = TEXTS.views.all(labelOf(resource));
  const trigger = (
    <button type="button" className={`${buttonClass()} max-w-64`}>
      <span className="truncate" dir="auto">
        {view ? textOf(view, "name") : all}
      </span>
      {view && isChanged && <span className="font-normal text-quiet">· {TEXTS.views.changed}</span>}
      <ChevronDown size={14} aria-label={TEXTS.views.menu} className="shrink-0 text-quiet" />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <ViewItem name={all} isShown={view === null} onSelect={() => show(null)} />
        {views.length > 0 && <MenuHeading>{TEXTS.views.list}</MenuHeading>}
        {views.map((each) => (
          <ViewItem
            key={each.id}
            name={textOf(each, "name")}
            isShown={each.id === view?.id}
            onSelect={() => show(each.id)}
          />
        ))}
        <Actions place={place} onOpen={setOpen} />
      </Menu>
      {(open === "save" || open === "rename") && (
        <NameViewDialog resource={resource} place={place} isNew={open === "save"} onClose={() => setOpen(null)} />
      )}
      {open === "delete" && view && <DeleteViewDialog place={place} view={view} onClose={() => setOpen(null)} />}
    </>
  );
}

function ViewItem({
  name,
  isShown,
  onSelect,
}: {
  readonly name: string;
  readonly isShown: boolean;
  readonly onSelect: () => void;
}) {
  return (
    <MenuItem onSelect={onSelect}>
      <span className="max-w-72 truncate" dir="auto">
        {name}
      </span>
      {isShown && <Check size={14} aria-label="✓" className="ml-auto shrink-0" />}
    </MenuItem>
  );
}

interface ActionsProps {
  readonly place: TablePlace;
  readonly onOpen: (what: "save" | "rename" | "delete") => void;
}

/** What the role allows. */
function Actions({ place, onOpen }: ActionsProps) {
  const { rights } = useTenant();
  const save = useSaveView(place);
  const description = resourceNamed("views");
  if (!description) return null;
  const { view, isChanged, show } = place;
  const mayUpdate = view !== null && may(rights, "update", description);
  return (
    <>
      <MenuHeading>{TEXTS.views.menu}</MenuHeading>
      {view && isChanged && <MenuItem onSelect={() => show(view.id)}>{TEXTS.views.reset}</MenuItem>}
      {mayUpdate && isChanged && <MenuItem onSelect={() => void save()}>{TEXTS.views.save}</MenuItem>}
      {may(rights, "create", description) && <MenuItem onSelect={() => onOpen("save")}>{TEXTS.views.saveAs}</MenuItem>}
      {mayUpdate && <MenuItem onSelect={() => onOpen("rename")}>{TEXTS.views.rename}</MenuItem>}
      {view && may(rights, "delete", description) && (
        <MenuItem onSelect={() => onOpen("delete")}>{TEXTS.views.delete}</MenuItem>
      )}
    </>
  );
}

/** Saves what is shown over the view, unless somebody else saved it meanwhile. */
function useSaveView({ view, state, show }: TablePlace): () => Promise<void> {
  const { tenant } = useTenant();
  const say = useSay();
  return async () => {
    if (!view) return;
    const name = textOf(view, "name");
    try {
      const ifMatch = versionOf(view) ?? undefined;
      await tenant.resource("views").update(view.id, viewOfState(state), { ifMatch });
      show(view.id);
      say.done(TEXTS.views.saved(name));
    } catch (error) {
      say.failed(TEXTS.views.failed, error);
    }
  };
}
