/** Both versions of a record that was changed here and elsewhere, and the choice between them, which is stored. */
import { type AnyRecord, CroftError, type Fields } from "../../client/croft.ts";
import { bodyOf } from "../fields/shown-field.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { editsOf, type OpenConflict } from "./open-conflicts.ts";

export function OpenConflictDialog({
  conflict,
  onSaved,
  onLater,
}: {
  readonly conflict: OpenConflict;
  /** Told of the record that came of the choice. */
  readonly onSaved: (record: AnyRecord) => void;
  /** Closes it with nothing chosen, where it can be opened again; absent where that is to leave the record as it is stored. */
  readonly onLater?: () => void;
}) {
  const { tenant } = useTenant();
  const { conflicts, versions } = editsOf(tenant);
  const { resource, theirs } = conflict;
  const client = tenant.resource(resource.name);
  const store = async (values: Fields, version: number): Promise<AnyRecord | null> => {
    if (Object.keys(values).length === 0) return theirs;
    try {
      const { record } = await client.update(theirs.id, bodyOf(values), { ifMatch: version });
      versions.keep(theirs, record);
      return record;
    } catch (error) {
      if (!isConflict(error)) throw error;
      // What was chosen stands against what is new since.
      const next = { ...conflict, base: theirs, mine: values, theirs: await client.get(theirs.id) };
      conflicts.replace(conflict, next);
      return null;
    }
  };
  return (
    <ConflictDialog
      key={theirs.version}
      resource={resource}
      base={conflict.base}
      mine={conflict.mine}
      theirs={theirs}
      onSave={async (values, version) => {
        const record = await store(values, version);
        if (!record) return;
        conflicts.replace(conflict, null);
        onSaved(record);
      }}
      onClose={() => conflicts.replace(conflict, null)}
      onLater={onLater}
    />
  );
}

/** Whether an edit was refused since somebody else was faster. */
export function isConflict(error: unknown): boolean {
  return error instanceof CroftError && error.code === "PRECONDITION_FAILED";
}
