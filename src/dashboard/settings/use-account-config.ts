/** The one record of settings that every tenant has, live. */
import { CroftError, type Fields } from "../../client/croft.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/settings.ts";
import { type AccountConfig, configSchema } from "./rows.ts";
import { useRows } from "./use-rows.ts";

export interface LiveConfig {
  /** Null until it is there. */
  readonly config: AccountConfig | null;
  readonly error: Error | null;
  /** Changes the settings, if they are still those of this version. @throws CroftError PRECONDITION_FAILED where they are not */
  save(from: Pick<AccountConfig, "id" | "version">, changes: Fields): Promise<void>;
}

export function useAccountConfig(): LiveConfig {
  const { tenant } = useTenant();
  const { rows, error } = useRows("account-config", configSchema, { limit: 1 });
  const [config = null] = rows;
  return {
    config,
    error,
    async save({ id, version }, changes) {
      try {
        await tenant.resource("account-config").update(id, changes, { ifMatch: version });
      } catch (cause) {
        if (!(cause instanceof CroftError) || cause.code !== "PRECONDITION_FAILED") throw cause;
        throw new CroftError(cause.code, TEXTS.changedMeanwhile, { status: cause.status, cause });
      }
    },
  };
}
