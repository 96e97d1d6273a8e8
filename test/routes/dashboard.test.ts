import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { send } from "../support/api.ts";

const PAGES = [
  "/",
  "/sign-in",
  "/sign-up",
  "/key",
  "/account",
  "/account/password",
  "/invitations/croftinv_acme_01J9Z3K4M5N6P7Q8R9S0T1V2W3_1a2b3c",
  "/tenants",
  "/t/acme",
  "/t/acme/r/leads",
  "/operators/tenants",
];

interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function read(path: string, headers: Record<string, string> = {}): Promise<Shown> {
  const answer = await exports.default.fetch(`https://croft.test${path}`, { headers: { accept: "*/*", ...headers } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** The files that the page names. */
async function filesOf(path: string): Promise<string[]> {
  const { text } = await read(path);
  return [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file = ""]) => file);
}

describe("the dashboard", () => {
  it.each(PAGES)("is one page at %s, which runs nothing but its own scripts", async (path) => {
    const { status, headers, text } = await read(path, { accept: "text/html" });
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(text).toContain('<div id="root"></div>');
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(text).not.toMatch(/<script>|<style|style=|https?:\/\//);
    expect(headers.get("cache-control")).toBe("no-cache");
    // Its own address may hold a token.
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.getSetCookie()).toEqual([]);
    // Whatever links bring along is for the page to read.
    expect((await read(`${path}?token=abc&error=INVALID_TOKEN&confirmed=yes&utm_source=mail`)).text).toBe(text);
  });

  it("has files that may be kept for ever, compressed where the browser takes that", async () => {
    const files = await filesOf("/");
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const plain = await read(file);
      expect([plain.status, plain.headers.get("content-encoding")]).toEqual([200, null]);
      expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(plain.headers.get("content-type")).toMatch(/^text\/(javascript|css); charset=utf-8$/);
      const small = await read(file, { "accept-encoding": "gzip, br" });
      expect([small.headers.get("content-encoding"), small.headers.get("vary")]).toEqual(["br", "Accept-Encoding"]);
      expect(small.headers.get("content-type")).toBe(plain.headers.get("content-type"));
    }
  });

  it("is not sent again to whoever has it", async () => {
    const [file = ""] = await filesOf("/");
    for (const path of ["/", file, "/theme.js"]) {
      const tag = (await read(path)).headers.get("etag") ?? "";
      const again = await read(path, { "if-none-match": tag });
      expect([tag !== "", again.status, again.text]).toEqual([true, 304, ""]);
    }
  });

  it.each(["/assets/nothing.js", "/assets/..%2findex.html", "/nothing", "/index.html", "/assets/"])(
    "is no reason to answer %s",
    async (path) => {
      expect((await send("GET", path)).verdict).toBe("404 NOT_FOUND");
    },
  );

  it("takes no other method, and shows programs that ask for JSON none of it", async () => {
    const refused = await send("POST", "/t/acme", { body: {} });
    expect([refused.verdict, refused.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "GET"]);
    expect((await send("GET", "/", { headers: { accept: "application/json" } })).verdict).toBe("406 NOT_ACCEPTABLE");
  });

  it("knows no secret of the service", async () => {
    const secrets = [env.OPERATOR_TOKEN, env.KEY_MAC_SECRETS, env.CREDENTIAL_SECRETS];
    for (const file of await filesOf("/")) {
      const { text } = await read(file);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});
