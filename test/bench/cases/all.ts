/** Every benchmark, in the order in which they run and are shown. */
import type { BenchCase } from "../case.ts";
import { authBundle } from "./auth-bundle.ts";
import { batch } from "./batch.ts";
import { budget } from "./budget.ts";
import { bundle } from "./bundle.ts";
import { create } from "./create.ts";
import { dashboardLive } from "./dashboard-live.ts";
import { dashboardLoad } from "./dashboard-load.ts";
import { dashboardRestart } from "./dashboard-restart.ts";
import { dashboardScroll } from "./dashboard-scroll.ts";
import { fanout } from "./fanout.ts";
import { firstSync } from "./first-sync.ts";
import { get } from "./get.ts";
import { key } from "./key.ts";
import { list } from "./list.ts";
import { queries } from "./queries.ts";
import { reconnect } from "./reconnect.ts";
import { restart } from "./restart.ts";
import { tenants } from "./tenants.ts";
import { token } from "./token.ts";
import { unchangedRefresh } from "./unchanged-refresh.ts";
import { wake } from "./wake.ts";
import { webhook } from "./webhook.ts";

export const CASES: readonly BenchCase[] = [
  get,
  list,
  create,
  batch,
  key,
  token,
  fanout,
  queries,
  reconnect,
  restart,
  wake,
  firstSync,
  unchangedRefresh,
  budget,
  webhook,
  dashboardLoad,
  dashboardLive,
  dashboardScroll,
  dashboardRestart,
  // These come last: ten thousand tenants take memory that the others would feel.
  tenants,
  bundle,
  authBundle,
];
