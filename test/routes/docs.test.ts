import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { send } from "../support/api.ts";

const read = (path: string, init?: RequestInit) => exports.default.fetch(`https://croft.test${path}`, init);
const TYPES = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" } as const;

/** Paths of this server that a text of the page names: what it loads, in HTML and in scripts. */
function loaded(text: string, from: string): string[] {
  const named = [...text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"|from "\.\/([\w-]+\.js)"/g)];
  return named.map(([, whole, beside]) => whole ?? new URL(beside ?? "", `https://croft.test${from}`).pathname);
}

/** The page and everything it loads, by path. */
async function wholePage(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const waiting = ["/docs"];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (texts.has(path)) continue;
    const answer = await read(path);
    expect(`${path} ${answer.status}`).toBe(`${path} 200`);
    const text = await answer.text();
    texts.set(path, text);
    waiting.push(...loaded(text, path === "/docs" ? "/docs/" : path));
  }
  return texts;
}

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

describe("GET /docs", () => {
  it("answers a browser with a page that may load and call this server alone", async () => {
    const { status, headers } = await read("/docs", { headers: { accept: BROWSER } });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    const policy = new Map(
      (headers.get("content-security-policy") ?? "").split("; ").map((part): [string, string] => {
        const [name = "", ...values] = part.split(" ");
        return [name, values.join(" ")];
      }),
    );
    expect(policy.get("default-src")).toBe("'none'");
    for (const kind of ["script-src", "style-src", "img-src", "connect-src"]) expect(policy.get(kind)).toBe("'self'");
    for (const kind of ["base-uri", "form-action", "frame-ancestors", "trusted-types"])
      expect(policy.get(kind)).toBe("'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-cache");
  });

  it("loads nothing that is not served beside it, each as what it is", async () => {
    const texts = await wholePage();
    expect(texts.size).toBeGreaterThan(5);
    for (const [path] of texts) {
      if (path === "/docs") continue;
      const { headers } = await read(path);
      const type = Object.entries(TYPES).find(([ending]) => path.endsWith(`.${ending}`))?.[1];
      expect(`${path} ${headers.get("content-type")}`).toBe(`${path} ${type}; charset=utf-8`);
    }
    const outside = [...texts].flatMap(([path, text]) =>
      (text.match(/(?:https?:)?\/\/[\w-]+\.[^\s"'`)]+/g) ?? []).map((found) => `${path}: ${found}`),
    );
    // The name of a format, which nothing fetches.
    expect(outside).toEqual(["/docs/icon.svg: http://www.w3.org/2000/svg"]);
  });

  it("makes no markup of texts, and keeps no key", async () => {
    const scripts = [...(await wholePage()).values()].join("\n");
    expect(scripts).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function/,
    );
    expect(scripts).not.toMatch(/localStorage|sessionStorage|indexedDB|document\.cookie/);
    expect(scripts).not.toMatch(/style="|<script(?! type="module" src=)/);
  });

  it("stays below 12 KiB", async () => {
    const text = [...(await wholePage()).values()].join("");
    const packed = new Response(text).body?.pipeThrough(new CompressionStream("gzip"));
    expect((await new Response(packed).arrayBuffer()).byteLength).toBeLessThan(12 * 1_024);
  });

  it("is asked for again with its tag, and takes no parameters and no other method", async () => {
    const first = await read("/docs");
    const again = await read("/docs", { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await send("GET", "/docs?v=2")).verdict).toBe("400 BAD_REQUEST");
    const refused = await send("POST", "/docs");
    expect([refused.verdict, refused.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "GET"]);
    expect((await send("GET", "/docs/nothing.js")).verdict).toBe("404 NOT_FOUND");
    expect((await send("GET", "/docs", { headers: { accept: "application/json" } })).verdict).toBe(
      "406 NOT_ACCEPTABLE",
    );
  });
});
