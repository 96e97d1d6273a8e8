/** An answer of GitHub as it came, and the message of those that refuse. */

/** Header names in lower case, the body as text. */
export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Why there is no answer to read. */
export type Fault =
  /** Not whole before the deadline. */
  | "timeout"
  /** More bytes than were asked for. */
  | "too-large"
  /** No connection, or one that broke. */
  | "network"
  /** The body is no UTF-8. */
  | "not-utf8"
  /** The address may not be asked: it is none of the web, or of another origin than GitHub's. */
  | "address";

/** What one request came to. */
export type Fetched = Answer | { readonly failed: Fault };

/** The message of GitHub's JSON errors; the text itself where it is none (a proxy's page). */
export function messageOf(body: string): string {
  try {
    const message: unknown = Reflect.get(Object(JSON.parse(body)), "message");
    return typeof message === "string" ? message : "";
  } catch {
    return body.slice(0, 1_000);
  }
}
