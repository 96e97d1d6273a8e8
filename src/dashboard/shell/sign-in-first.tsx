/** Sends whoever is not signed in to where they can, and notes where they wanted to go. */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { Loading } from "../ui/notice.tsx";

export function SignInFirst() {
  const router = useRouter();
  // `Navigate` would begin anew at every render. The location changes before the next page is loaded, while this still stands.
  useEffect(() => {
    const { pathname, href } = router.state.location;
    if (pathname !== "/sign-in") void router.navigate({ to: "/sign-in", search: { next: href }, replace: true });
  }, [router]);
  return <Loading />;
}
