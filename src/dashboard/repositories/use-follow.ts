/** Following a repository, from wherever it is offered. */
import { useState } from "react";
import { followsOf } from "../../client/repositories/follows.ts";
import { isAtLeast } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { useSay } from "../ui/toast.tsx";
import { followRefusal } from "./follow-refusal.ts";
import type { RepositoryName } from "./repository-name.ts";

export interface Following {
  readonly isAsking: boolean;
  /** Why it was refused, in words. */
  readonly refusal: string | null;
  readonly refuse: (words: string | null) => void;
  /** Whether it is followed now. */
  readonly follow: (repository: RepositoryName) => Promise<boolean>;
}

export function useFollow(): Following {
  const { tenant, role } = useTenant();
  const say = useSay();
  const [isAsking, setAsking] = useState(false);
  const [refusal, refuse] = useState<string | null>(null);
  const follow = async ({ owner, name }: RepositoryName): Promise<boolean> => {
    setAsking(true);
    refuse(null);
    try {
      const { record } = await followsOf(tenant).follow(owner, name);
      say.done(TEXTS.followed(record.fullName));
      return true;
    } catch (error) {
      refuse(followRefusal(error, `${owner}/${name}`, isAtLeast(role, "admin")));
      return false;
    } finally {
      setAsking(false);
    }
  };
  return { isAsking, refusal, refuse, follow };
}
