/** With what the dashboard asks: the session of whoever is signed in, or a key or operator token that was typed in for this tab. */

/** A key of a tenant, or the token of whoever runs the service. Forgotten with the tab. */
export interface TypedCredential {
  readonly token: string;
}

const PLACE = "croft.credential";

/** The one that was typed in, or null: then the session counts. */
export function typedCredential(): TypedCredential | null {
  const token = sessionStorage.getItem(PLACE);
  return token ? { token } : null;
}

export function keepTypedCredential(token: string): void {
  sessionStorage.setItem(PLACE, token);
}

export function forgetTypedCredential(): void {
  sessionStorage.removeItem(PLACE);
}
