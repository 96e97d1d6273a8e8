/** Saving changes of a record. Where somebody else was faster, both versions are shown, and the person chooses. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { CroftError } from "../../client/error.ts";
import { useConnection } from "../../client/react/react.ts";
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { bodyOf } from "../fields/shown-field.ts";
import { ConflictDialog } from "../records/conflict-dialog.tsx";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { useSay } from "../ui/toast.tsx";

/** Two versions that stand against each other. */
interface Conflict {
  readonly base: AnyRecord;
  readonly mine: Fields;
  readonly theirs: AnyRecord;
}

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

/** @param onSaved is told of the record that came of a choice, or late, when the connection was back */
export function useSaving(resource: ResourceDescription, onSaved: (record: AnyRecord) => void): Saving {
  const { tenant } = useTenant();
  const say = useSay();
  const connection = useConnection(tenant);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const client = tenant.resource(resource.name);
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);

  const send = async (base: AnyRecord, mine: Fields, version: number, key?: string): Promise<AnyRecord | null> => {
    try {
      const options = { ifMatch: resource.versioned ? version : undefined, idempotencyKey: key, optimistic: true };
      return (await client.update(base.id, bodyOf(mine), options)).record;
    } catch (error) {
      if (!(error instanceof CroftError) || error.code !== "PRECONDITION_FAILED") throw error;
      // Whoever has gone elsewhere meanwhile is told in words.
      if (!isThere.current) throw error;
      setConflict({ base, mine, theirs: await client.get(base.id) });
      return null;
    }
  };
  const save = async (base: AnyRecord, changes: Fields, key?: string): Promise<Outcome> => {
    const sent = send(base, changes, base.version, key);
    if (connection.status !== "offline") {
      const record = await sent;
      return record ? { status: "saved", record } : { status: "choosing", record };
    }
    say.done(TEXTS.waits);
    sent.then(
      (record) => record && onSaved(record),
      (error) => say.failed(TEXTS.notSaved, error),
    );
    return { status: "waiting", record: null };
  };
  const choose = async ({ base, theirs }: Conflict, values: Fields, version: number) => {
    const record = Object.keys(values).length === 0 ? theirs : await send(base, values, version);
    if (!record) return;
    setConflict(null);
    onSaved(record);
  };
  const dialog = conflict && (
    <ConflictDialog
      resource={resource}
      {...conflict}
      onSave={(values, version) => choose(conflict, values, version)}
      onClose={() => setConflict(null)}
    />
  );
  return { save, dialog };
}
