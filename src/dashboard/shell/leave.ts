/** The way out: of a session, or of a key that was typed in. */
import { forgetTypedCredential, typedCredential } from "../credential.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/shell.ts";
import { useSay } from "../ui/toast.tsx";
import { forgetLastTenant } from "./last-tenant.ts";

/** @returns what signs out, and says so where that fails */
export function useLeave(): () => void {
  const say = useSay();
  const leave = async () => {
    try {
      if (typedCredential()) forgetTypedCredential();
      else await session.signOut();
      forgetLastTenant();
      // A new page: nothing that was shown to one person is left for the next.
      location.assign("/sign-in");
    } catch (error) {
      say.failed(TEXTS.signOut, error);
    }
  };
  return () => void leave();
}
