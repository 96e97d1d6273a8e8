/** Which columns a table has, and in which order. */
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { TEXTS } from "../texts/records.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { chosenColumns, columnsByDefault, moved } from "./columns.ts";

export interface ColumnsDialogProps {
  readonly resource: ResourceDescription;
  readonly fields: readonly ShownField[];
  /** Null for those that are shown by themselves. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
  readonly onClose: () => void;
}

export function ColumnsDialog({ resource, fields, chosen, onChange, onClose }: ColumnsDialogProps) {
  const shown = chosenColumns(chosen ?? columnsByDefault(resource, fields), fields);
  const names = shown.map(({ name }) => name);
  const hidden = fields.filter(({ name }) => !names.includes(name));
  const toggle = (name: string) =>
    onChange(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]);
  return (
    <Dialog open onClose={onClose} title={TEXTS.columns.title} description={TEXTS.columns.lead}>
      <ul className="grid gap-0.5">
        {[...shown, ...hidden].map(({ name, label }, at) => (
          <li key={name} className="flex items-center gap-1">
            <label className="flex min-h-9 min-w-0 flex-1 cursor-pointer items-center gap-2 rounded px-1 hover:bg-sunken">
              <input
                type="checkbox"
                checked={names.includes(name)}
                onChange={() => toggle(name)}
                className="size-4 accent-accent"
              />
              <span className="truncate" dir="auto">
                {label}
              </span>
            </label>
            {at < shown.length && (
              <>
                <IconButton
                  label={TEXTS.columns.up(label)}
                  disabled={at === 0}
                  onClick={() => onChange(moved(names, name, -1))}
                >
                  <ArrowUp size={14} aria-hidden />
                </IconButton>
                <IconButton
                  label={TEXTS.columns.down(label)}
                  disabled={at === shown.length - 1}
                  onClick={() => onChange(moved(names, name, 1))}
                >
                  <ArrowDown size={14} aria-hidden />
                </IconButton>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => onChange(null)}>{TEXTS.columns.reset}</Button>
        <Button look="main" onClick={onClose}>
          {TEXTS.columns.done}
        </Button>
      </div>
    </Dialog>
  );
}
