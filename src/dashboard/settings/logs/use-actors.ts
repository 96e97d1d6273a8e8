/** Those whose changes a filter can ask for. */
import { useMemo } from "react";
import { TEXTS } from "../../texts/settings.ts";
import { keySchema, memberSchema } from "../rows.ts";
import { useRows } from "../use-rows.ts";
import { BY_CROFT, BY_OPERATORS } from "./log-filters.ts";

export interface Actor {
  /** An id, or what `auditConditions` takes for those that have none. */
  readonly value: string;
  readonly text: string;
}

export function useActors(): readonly Actor[] {
  const members = useRows("members", memberSchema, { limit: 1_000 }).rows;
  const keys = useRows("api-keys", keySchema, { limit: 1_000 }).rows;
  return useMemo(
    () => [
      ...members.map(({ userId, name, email }) => ({ value: userId, text: name || email })),
      ...keys.map(({ id, name }) => ({ value: id, text: TEXTS.logs.keyNamed(name) })),
      { value: BY_OPERATORS, text: TEXTS.logs.operator },
      { value: BY_CROFT, text: TEXTS.logs.system },
    ],
    [members, keys],
  );
}
