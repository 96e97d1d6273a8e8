/** The service as this tab reaches it. */
import { type Croft, createCroft } from "../client/croft.ts";
import { createSession, type Session } from "../client/session/session.ts";
import { typedCredential } from "./credential.ts";

/** The dashboard knows resources by their descriptions, not by types: their records are JSON. */
type Untyped = Record<never, never>;

export const session: Session = createSession({ url: location.origin });

/** Asks as whoever is signed in, or with the credential that was typed in. A new one begins with a new page. */
export const croft: Croft<Untyped> = connect();

function connect(): Croft<Untyped> {
  const typed = typedCredential();
  if (typed) return createCroft<Untyped>({ url: location.origin, token: typed.token });
  return createCroft<Untyped>({ url: location.origin, session });
}
