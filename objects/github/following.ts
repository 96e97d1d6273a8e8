/** What a tenant tells the object of a repository, which stands beside it. Survives the structured clone of a call between objects. */
import type { SentAnswer } from "./lease.ts";

/** What a tenant says when it follows. */
export interface Following {
  readonly tenant: string;
  /** The tenant's own credential; null where it has none. */
  readonly credential: string | null;
  /** Whether that credential was seen to see the repository. */
  readonly visible: boolean;
  /** Whether the tenant's timelines show what people it knows do here. */
  readonly activity: boolean;
  /** GitHub's answer about the repository; null where the object exists already. */
  readonly found: SentAnswer | null;
}
