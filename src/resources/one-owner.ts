/** The rule of addresses and numbers: each belongs to a human or to an account. */
import type { RecordData } from "./define.ts";

/** Refuses a record that names both a human and an account, or neither. */
export function requireOneOwner(record: RecordData): { field: string; message: string } | null {
  if ((record.humanId === null) !== (record.accountId === null)) return null;
  return { field: "humanId", message: "Give either humanId or accountId: it belongs to one human or one account." };
}
