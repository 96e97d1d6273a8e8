/** Who uses this tab. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useSession } from "../../client/react/use-session.ts";
import { typedCredential } from "../credential.ts";
import { session } from "../service.ts";
import { type Me, readMe } from "./caller.ts";

/** The caller; asked anew when somebody else signs in. */
export function useMe(): UseQueryResult<Me> {
  const typed = typedCredential();
  const state = useSession(session);
  const who = typed ? "typed" : state.status === "signed-in" ? state.person.id : null;
  return useQuery({
    queryKey: ["me", who],
    queryFn: () => readMe(),
    enabled: who !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether whoever uses this tab may act as an operator, as far as the service has told; null until then. It decides anew at each call. */
export function useIsOperator(): boolean | null {
  const state = useSession(session);
  const { data: me, isError } = useMe();
  if (typedCredential()) return me ? me.kind === "operator" : isError ? false : null;
  if (state.status === "unknown") return null;
  return state.status === "signed-in" && state.person.operator === true;
}

/** Whether somebody is signed in, or typed in a credential; null until the service has told. */
export function useSignedIn(): boolean | null {
  const state = useSession(session);
  if (typedCredential()) return true;
  return state.status === "unknown" ? null : state.status === "signed-in";
}
