/** Deleting a record and bringing it back. */
import { useQueryClient } from "@tanstack/react-query";
import type { AnyRecord } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { useSay } from "../ui/toast.tsx";

/** Each says what came of it. */
export interface Removing {
  remove(): Promise<void>;
  restore(): Promise<void>;
  /** For good. */
  purge(): Promise<void>;
}

export function useRemoving(resource: ResourceDescription, record: AnyRecord): Removing {
  const { tenant } = useTenant();
  const say = useSay();
  const queries = useQueryClient();
  const client = tenant.resource(resource.name);
  const tell = async (act: () => Promise<unknown>, done: string, failed: string) => {
    try {
      await act();
      say.done(done);
    } catch (error) {
      say.failed(failed, error);
    }
    await queries.invalidateQueries({ queryKey: ["deleted"] });
  };
  return {
    remove: () => tell(() => client.delete(record.id), TEXTS.deleted, TEXTS.notDeleted),
    restore: () => tell(() => client.restore(record.id), TEXTS.restored, TEXTS.notRestored),
    purge: () => tell(() => client.delete(record.id, { purge: true }), TEXTS.deleted, TEXTS.notDeleted),
  };
}
