/** Leads whoever is signed in to where they wanted to go. */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession } from "../../client/react/use-session.ts";
import { forgetTypedCredential, typedCredential } from "../credential.ts";
import { session } from "../service.ts";
import { pathWithin } from "./next-path.ts";

/** @param next a path; the start where absent */
export function useGoOn(next: string | undefined): void {
  const router = useRouter();
  const isSignedIn = useSession(session).status === "signed-in";
  useEffect(() => {
    if (!isSignedIn) return;
    const path = pathWithin(next, location.origin);
    if (typedCredential() === null) void router.navigate({ href: path, replace: true });
    else {
      // The client of this page asks with the key that was typed in: a person begins with a new page.
      forgetTypedCredential();
      location.assign(path);
    }
  }, [isSignedIn, next, router]);
}
