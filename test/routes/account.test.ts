import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { Browser, linkFor, mailTo, PASSWORD, PUBLIC_URL, signUpPerson } from "../support/accounts.ts";
import { send } from "../support/api.ts";

const read = (path: string, init?: RequestInit) => exports.default.fetch(`https://croft.test${path}`, init);
const TYPES = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" } as const;
const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
const PATHS = ["/account", "/account/password", "/invitations/croftinv_acme_01J9Z3K4M5N6P7Q8R9S0T1V2W3_1a2b3c"];

/** What a text of the page loads: in HTML, and in scripts from beside it and from the page of the reference. */
function loaded(text: string): string[] {
  const named = [...text.matchAll(/(?:(?:src|href)=|from )"(\/(?:docs|account)\/[^"]+)"|from "\.\/([\w-]+\.js)"/g)];
  return named.map(([, whole, beside]) => whole ?? `/account/${beside}`);
}

/** The page and everything it loads, by path. */
async function wholePage(): Promise<Map<string, { text: string; type: string | null }>> {
  const files = new Map<string, { text: string; type: string | null }>();
  const waiting = ["/account"];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const answer = await read(path);
    expect(`${path} ${answer.status}`).toBe(`${path} 200`);
    const text = await answer.text();
    files.set(path, { text, type: answer.headers.get("content-type") });
    waiting.push(...loaded(text));
  }
  return files;
}

describe.each(PATHS)("GET %s", (path) => {
  it("answers a browser with the page, which may load and call this server alone", async () => {
    const answer = await read(path, { headers: { accept: BROWSER } });
    const { status, headers } = answer;
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await answer.text()).toContain('src="/account/account.js"');
    const policy = (headers.get("content-security-policy") ?? "").split("; ");
    for (const name of ["default-src", "base-uri", "form-action", "frame-ancestors", "trusted-types"])
      expect(policy).toContain(`${name} 'none'`);
    for (const name of ["script-src", "style-src", "img-src", "connect-src"])
      expect(policy).toContain(`${name} 'self'`);
    expect(policy).toContain("require-trusted-types-for 'script'");
    // Its own address may hold a token.
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-cache");
    expect(headers.getSetCookie()).toEqual([]);
  });

  it("is the same whatever links bring along", async () => {
    const plain = await (await read(path)).text();
    const answer = await read(`${path}?token=abc&error=INVALID_TOKEN&verified=yes&utm_source=mail`);
    expect([answer.status, await answer.text()]).toEqual([200, plain]);
    expect(plain).not.toContain("croftinv_");
  });

  it("is asked for again with its tag, by HEAD, and by no other method", async () => {
    const first = await read(path);
    const again = await read(path, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const head = await read(path, { method: "HEAD" });
    expect([head.status, await head.text(), head.headers.get("etag")]).toEqual([200, "", first.headers.get("etag")]);
    for (const method of ["POST", "PUT", "DELETE"]) {
      const refused = await send(method, path);
      expect([refused.verdict, refused.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "GET"]);
    }
    expect((await send("GET", path, { headers: { accept: "application/json" } })).verdict).toBe("406 NOT_ACCEPTABLE");
  });
});

describe("the account's page", () => {
  it("loads nothing that is not served beside it, each as what it is", async () => {
    const files = await wholePage();
    expect(files.size).toBeGreaterThan(8);
    const types = [...files].filter(([path]) => path !== "/account").map(([path, { type }]) => `${path} ${type}`);
    const expected = [...files.keys()].flatMap((path) => {
      const type = Object.entries(TYPES).find(([ending]) => path.endsWith(`.${ending}`))?.[1];
      return path === "/account" ? [] : [`${path} ${type}; charset=utf-8`];
    });
    expect(types).toEqual(expected);
    const outside = [...files].flatMap(
      ([path, { text }]) => text.match(/https?:\/\/[^\s"'`)]+/g)?.map((found) => `${path}: ${found}`) ?? [],
    );
    // The name of a format, which nothing fetches.
    expect(outside).toEqual(["/docs/icon.svg: http://www.w3.org/2000/svg"]);
  });

  it("has no script, no style and no listener within its HTML", async () => {
    const html = await (await read("/account")).text();
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\son\w+=/i);
  });

  it("has no other files, and no invitation without a token", async () => {
    for (const path of ["/account/nothing.js", "/account/__proto__", "/invitations", "/invitations/a/b"])
      expect(`${path} ${(await send("GET", path)).verdict}`).toBe(`${path} 404 NOT_FOUND`);
    expect((await send("GET", "/account/account.css?v=2")).verdict).toBe("400 BAD_REQUEST");
  });
});

describe("links of mails", () => {
  it("lead to the account's page, unless whoever asks for the mail names another", async () => {
    const browser = new Browser();
    const verifyPageOf = async (email: string, more: object) => {
      await browser.post("/auth/sign-up/email", { name: "Ada", email, password: PASSWORD, ...more });
      return new URL(await linkFor(email, "/auth/verify-email"), PUBLIC_URL).searchParams.get("callbackURL");
    };
    expect(await verifyPageOf("leads-1@example.com", {})).toBe("/account?verified=yes");
    expect(await verifyPageOf("leads-2@example.com", { callbackURL: "/" })).toBe("/account?verified=yes");
    expect(await verifyPageOf("leads-3@example.com", { callbackURL: "/invitations/x" })).toBe("/invitations/x");
  });

  it("lead from there to pages that are there, also when they are over", async () => {
    const { email } = await signUpPerson();
    const browser = new Browser();
    await browser.post("/auth/request-password-reset", { email });
    const link = await linkFor(email, "/auth/reset-password/");
    const good = await browser.get(link);
    expect(good.headers.get("location")).toMatch(/^https:\/\/croft\.test\/account\/password\?token=\w+$/);
    const over = await browser.get(link.replace(/reset-password\/\w+/, "reset-password/over"));
    expect(over.headers.get("location")).toBe("https://croft.test/account/password?error=INVALID_TOKEN");
    await browser.post("/auth/sign-up/email", { name: "Ada", email, password: PASSWORD });
    expect((await mailTo(email, "has an account already")).text).toContain(`${PUBLIC_URL}/account\n`);
  });
});
