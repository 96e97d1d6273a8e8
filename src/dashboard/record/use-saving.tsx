/** Saving changes of a record. Where somebody else was faster, both versions are shown, and the person chooses. */
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { useConnection } from "../../client/react/react.ts";
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { bodyOf } from "../fields/shown-field.ts";
import { isConflict, OpenConflictDialog } from "../records/open-conflict-dialog.tsx";
import { editsOf } from "../records/open-conflicts.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { useSay } from "../ui/toast.tsx";

/** `choosing`: the person chooses between two versions; `waiting`: it goes out once the connection is back. */
export type Outcome =
  | { readonly status: "saved"; readonly record: AnyRecord }
  | { readonly status: "choosing" | "waiting"; readonly record: null };

export interface Saving {
  /**
   * Saves values by the name of their field.
   * @param base the record as it was when the person began
   * @param key one for every repetition of the same submit
   * @throws CroftError
   */
  save(base: AnyRecord, changes: Fields, key?: string): Promise<Outcome>;
  /** The versions to choose from, while there are some. */
  readonly dialog: ReactNode;
}

/**
 * @param onSaved is told of the record that came of a choice. What goes out late tells nobody but the person: the form is closed, and
 *   another one may stand in its place
 */
export function useSaving(resource: ResourceDescription, onSaved: (record: AnyRecord) => void): Saving {
  const { tenant } = useTenant();
  const say = useSay();
  const connection = useConnection(tenant);
  const client = tenant.resource(resource.name);
  const { conflicts, versions } = editsOf(tenant);
  const open = useSyncExternalStore(conflicts.subscribe, () => conflicts.value);
  const owner = useOwner();
  const conflict = open.find((each) => each.owner === owner);

  const send = async (from: AnyRecord, mine: Fields, isLate: boolean, key?: string): Promise<AnyRecord | null> => {
    const base = versions.after(from);
    const ifMatch = resource.versioned ? base.version : undefined;
    try {
      const options = { ifMatch, idempotencyKey: key, optimistic: true };
      const { record } = await client.update(base.id, bodyOf(mine), options);
      versions.keep(base, record);
      return record;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const theirs = await client.get(base.id);
    const seen = versions.after(base);
    // It was an edit made here that was faster, since both waited for the connection.
    if (seen.version !== base.version && seen.version === theirs.version) return send(seen, mine, isLate);
    conflicts.add({ resource, base: seen, mine, theirs, owner: isLate || !owner.isThere ? null : owner });
    return null;
  };
  const save = async (base: AnyRecord, changes: Fields, key?: string): Promise<Outcome> => {
    if (connection.status !== "offline") {
      const record = await send(base, changes, false, key);
      return record ? { status: "saved", record } : { status: "choosing", record };
    }
    say.done(TEXTS.waits);
    send(base, changes, true, key).then(
      (record) => record && say.done(TEXTS.saved),
      (error) => say.failed(TEXTS.notSaved, error),
    );
    return { status: "waiting", record: null };
  };
  const dialog = conflict && <OpenConflictDialog conflict={conflict} onSaved={onSaved} />;
  return { save, dialog };
}

/** Stands for the form that calls this, as long as it is mounted. */
function useOwner(): { isThere: boolean } {
  const { conflicts } = editsOf(useTenant().tenant);
  const [owner] = useState(() => ({ isThere: false }));
  useEffect(() => {
    owner.isThere = true;
    return () => {
      owner.isThere = false;
      conflicts.leave(owner);
    };
  }, [owner, conflicts]);
  return owner;
}
