/** The kinds of work that a repository's alarm does, beside its rounds. A further kind is one entry here. */
import type { JobKind } from "../records/jobs.ts";
import { expiryKind, LIVE_EXPIRY } from "../records/live/expiry.ts";
import type { RepositoryContext } from "./context.ts";
import { DELIVERY, deliveryKind, FORGET, forgetKind } from "./deliveries.ts";
import { INSTALLATION, installationKind } from "./installation.ts";
import { NEWS, newsKind } from "./news.ts";
import { directoryKind } from "./projection.ts";
import { REBUILD, rebuildKind } from "./rebuild.ts";
import { VISIBILITY, visibilityKind } from "./visibility.ts";

/** `context` is asked at run time: kinds are registered before the repository is put together. */
export function jobKinds(context: () => RepositoryContext): Readonly<Record<string, JobKind>> {
  return {
    directory: directoryKind(context),
    [NEWS]: newsKind(context),
    [REBUILD]: rebuildKind(context),
    [VISIBILITY]: visibilityKind(context),
    [DELIVERY]: deliveryKind(context),
    [FORGET]: forgetKind(context),
    [INSTALLATION]: installationKind(context),
    [LIVE_EXPIRY]: expiryKind(() => context().live),
  };
}
