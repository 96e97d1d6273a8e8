/** Names of those who made a change. */
import { useMemo } from "react";
import { TEXTS } from "../../texts/settings.ts";
import { keySchema, memberSchema } from "../rows.ts";
import { useRows } from "../use-rows.ts";

export interface Actors {
  nameOf(kind: string, id: string): string;
  /** Those that a filter offers. */
  readonly known: readonly { readonly id: string; readonly name: string }[];
}

export function useActors(): Actors {
  const members = useRows("members", memberSchema, { limit: 1_000 }).rows;
  const keys = useRows("api-keys", keySchema, { limit: 1_000 }).rows;
  return useMemo(() => {
    const known = [
      ...members.map(({ userId, name }) => ({ id: userId, name })),
      ...keys.map(({ id, name }) => ({ id, name: TEXTS.logs.keyNamed(name) })),
    ];
    const names = new Map(known.map(({ id, name }) => [id, name]));
    const nameOf = (kind: string, id: string) => {
      if (kind === "system") return TEXTS.logs.system;
      if (kind === "operator") return TEXTS.logs.operator;
      return names.get(id) ?? (kind === "key" ? TEXTS.logs.formerKey(id) : TEXTS.logs.formerMember(id));
    };
    return { nameOf, known };
  }, [members, keys]);
}
