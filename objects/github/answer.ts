/** An answer of GitHub as it came, and the message of those that refuse. */

/** Header names in lower case, the body as text. */
export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** The message of GitHub's JSON errors; the text itself where it is none (a proxy's page). */
export function messageOf(body: string): string {
  try {
    const message: unknown = Reflect.get(Object(JSON.parse(body)), "message");
    return typeof message === "string" ? message : "";
  } catch {
    return body.slice(0, 1_000);
  }
}
