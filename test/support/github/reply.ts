/** Answers in GitHub's form. */

/** Before it is sent; `body` is text, JSON in most cases. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as the routes see it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

const JSON_TYPE = { "Content-Type": "application/json; charset=utf-8" };
const DOCUMENTATION = "https://docs.github.com/rest";

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) };
}

/** A refusal with GitHub's message. */
export function refusal(status: number, message: string, more: object = {}): Reply {
  return json(status, { message, ...more, documentation_url: DOCUMENTATION, status: String(status) });
}

export const notFound = (): Reply => refusal(404, "Not Found");

export const noContent = (): Reply => ({ status: 204, headers: {}, body: "" });

export function moved(location: string): Reply {
  return json(
    301,
    { message: "Moved Permanently", url: location, documentation_url: DOCUMENTATION },
    { Location: location },
  );
}
