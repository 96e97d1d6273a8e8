/** Edits of the cells of a table, while it is shown. */
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import { recordTitle } from "../fields/record-title.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/records.ts";
import { useSay } from "../ui/toast.tsx";
import { CellEdits, type EditsNow } from "./cell-edits.ts";
import { editsOf } from "./open-conflicts.ts";
import type { TableRows } from "./table-rows.ts";

export function useEdits(
  resource: ResourceDescription,
  source: TableRows,
): { readonly edits: CellEdits; readonly now: EditsNow } {
  const { tenant } = useTenant();
  const say = useSay();
  const latest = useRef({ say, source });
  useEffect(() => {
    latest.current = { say, source };
  }, [say, source]);
  const edits = useMemo(
    () =>
      new CellEdits({
        resource: tenant.resource(resource.name),
        left: (conflict) => editsOf(tenant).conflicts.add({ ...conflict, resource, owner: null }),
        stored: (record) => latest.current.source.put(record),
        refused: (record, error) => latest.current.say.failed(TEXTS.edit.failed(recordTitle(resource, record)), error),
      }),
    [tenant, resource],
  );
  const now = useSyncExternalStore(edits.subscribe, () => edits.value);
  return { edits, now };
}
