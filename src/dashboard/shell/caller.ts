/** Who the service takes this tab's credential for. */
import { callerOf } from "../../client/administration/caller.ts";
import type { CallerView } from "../../protocol/administration.ts";
import { croft } from "../service.ts";

/** A person, a key or an operator. */
export type Me = CallerView;

/** @param client with another credential than the tab's. @throws CroftError */
export function readMe(client: Parameters<typeof callerOf>[0] = croft): Promise<Me> {
  return callerOf(client).me();
}
