/** The next flights, live. */

import type { LiveResult } from "../../client/croft.ts";
import { useLive } from "../../client/react/use-live.ts";
import type { AnyRecord } from "../../client/resource-types.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { useNow } from "../ui/time.tsx";
import { useThisHour } from "./today.ts";
import { stillToCome } from "./upcoming.ts";

/** Lines of a list. */
export const NEXT = 6;
/** More are asked for than shown: until the hour is over, those that depart make room. */
const ASKED = 24;

/** @returns at most `NEXT` flights that have not departed, the next first */
export function useUpcomingFlights(): LiveResult<AnyRecord> {
  const { tenant } = useTenant();
  const result = useLive(tenant.resource("flights"), {
    filter: { departsAt: { gte: useThisHour() } },
    sort: ["departsAt"],
    limit: ASKED,
  });
  return { ...result, data: stillToCome(result.data, useNow(), NEXT) };
}
