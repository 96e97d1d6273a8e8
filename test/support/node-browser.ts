/** What a browser does by itself and Node does not: it keeps cookies, and says which page it is on. */

export interface NodeBrowser {
  /** For the option `fetch` of a session. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Names of the cookies that are kept. */
  cookies(): readonly string[];
}

/** The real one, also where a test puts a browser in its place. */
const { fetch: send } = globalThis;

/** @param origin of the page that is shown */
export function openNodeBrowser(origin: string): NodeBrowser {
  const cookies = new Map<string, string>();
  return {
    cookies: () => [...cookies.keys()],
    async fetch(url, init = {}) {
      const headers = new Headers(init.headers);
      headers.set("origin", origin);
      if (cookies.size > 0) headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
      const response = await send(url, { ...init, headers });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (/max-age=0(;|$)/i.test(cookie)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}
