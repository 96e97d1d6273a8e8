import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressUnder, pathUnder } from "../../objects/github/address.ts";
import { readLinks } from "../../objects/github/link.ts";

const BASE = "https://api.github.com";
const ENTERPRISE = "https://ghe.example.com/api/v3";
const PAGE = "/repos/hub4j/github-api/issues?state=all&per_page=100";

const read = (header: string | undefined, base = BASE, path = PAGE) => readLinks(header, base, path);

describe("a Link header", () => {
  it("leads to the next page, and says how many there are", () => {
    const header =
      '<https://api.github.com/repositories/617210/issues?state=all&per_page=100&page=2>; rel="next", ' +
      '<https://api.github.com/repositories/617210/issues?state=all&per_page=100&page=7>; rel="last"';
    expect(read(header)).toEqual({
      next: "/repositories/617210/issues?state=all&per_page=100&page=2",
      astray: false,
      lastPage: 7,
    });
  });

  it("leads to a cursor where GitHub has no numbers for pages", () => {
    expect(read('<https://api.github.com/repositories/1/issues?after=Y3Vyc29y%3D&page=2>; rel="next"')).toEqual({
      next: "/repositories/1/issues?after=Y3Vyc29y%3D&page=2",
      astray: false,
      lastPage: null,
    });
  });

  it("is relative to the base URL of an Enterprise server, and to the page itself", () => {
    const next = "/repos/a/b/issues?page=2";
    expect(read(`<${ENTERPRISE}${next}>; rel="next"`, ENTERPRISE).next).toBe(next);
    expect(read("<?page=2>; rel=next", ENTERPRISE, "/repos/a/b/issues").next).toBe(next);
    expect(read("</api/v3/repos/a/b/issues?page=2>; rel=next", ENTERPRISE).next).toBe(next);
  });

  it.each([
    ["without quotes", "<https://api.github.com/x?page=2>; rel=next"],
    ["in capitals", '<https://api.github.com/x?page=2> ;REL = "NEXT"'],
    ["with other parameters", '<https://api.github.com/x?page=2>; title="a, b; c"; rel="next"'],
    ["with several relations", '<https://api.github.com/x?page=2>; rel="last next"'],
    ["without spaces", '<https://api.github.com/x?page=1>;rel="prev",<https://api.github.com/x?page=2>;rel="next"'],
    ["twice", '<https://api.github.com/x?page=2>; rel="next", <https://api.github.com/x?page=3>; rel="next"'],
  ])("is understood %s", (_how, header) => {
    expect(read(header).next).toBe("/x?page=2");
  });

  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["is on another origin", '<https://api.github.com.example.com/x?page=2>; rel="next"'],
    ["is on another scheme", '<http://api.github.com/x?page=2>; rel="next"'],
    ["is on another port", '<https://api.github.com:8443/x?page=2>; rel="next"'],
    ["carries a password", '<https://me:secret@api.github.com/x?page=2>; rel="next"'],
    ["is no address", '<http://[>; rel="next"'],
    ["does not end", '<https://api.github.com/x?page=2; rel="next"'],
    ["has no relation", "<https://api.github.com/x?page=2>"],
    ["is the page itself", `<${BASE}${PAGE}>; rel="next"`],
    ["is the page itself, with a fragment", `<${BASE}${PAGE}#top>; rel="next"`],
  ])("leads nowhere where the next page %s", (_why, header) => {
    expect(read(header).next).toBeNull();
  });

  it("leads nowhere outside the API of an Enterprise server", () => {
    for (const path of ["/login?page=2", "/api/v3", "/api/v3x/y", "/api/v3/../../login", "/api/v3/%2e%2e/v4/x"])
      expect(read(`<https://ghe.example.com${path}>; rel="next"`, ENTERPRISE).next).toBeNull();
  });

  it("counts no pages by something that is no number", () => {
    for (const page of ["0", "-1", "1e3", "9999999999", "two"])
      expect(read(`<https://api.github.com/x?page=${page}>; rel="last"`).lastPage).toBeNull();
  });

  it("never throws, and never leads out of the base URL", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      ";",
      ",",
      '"',
      "rel=",
      "next",
      " ",
      "https://",
      "api.github.com",
      "/",
      "..",
      "?",
    );
    const header = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 20 });
    fc.assert(
      fc.property(header, (pieces) => {
        const { next } = read(pieces.join(""), ENTERPRISE);
        if (next !== null) expect(addressUnder(ENTERPRISE, next)).toMatch(/^https:\/\/ghe\.example\.com\/api\/v3\//);
      }),
    );
  });
});

describe("an address", () => {
  it("is the base URL with the path behind it", () => {
    expect(addressUnder(ENTERPRISE, "/repos/a/b?x=1")).toBe(`${ENTERPRISE}/repos/a/b?x=1`);
    expect(addressUnder("http://127.0.0.1:4000", "/repos/a/b")).toBe("http://127.0.0.1:4000/repos/a/b");
  });

  it.each([
    [BASE, "@example.com/x"],
    [BASE, ".example.com/x"],
    [BASE, "https://example.com/x"],
    [ENTERPRISE, "/../../login"],
    [ENTERPRISE, "/..\\..\\login"],
    ["file:///etc", "/passwd"],
    ["https://me:secret@api.github.com", "/x"],
    ["", "/x"],
  ])("is refused where it leaves the base URL: %s %s", (base, path) => {
    expect(addressUnder(base, path)).toBeNull();
  });

  it("stays on the origin, however many slashes a path begins with", () => {
    expect(addressUnder(BASE, "//example.com/x")).toBe("https://api.github.com//example.com/x");
  });

  it("of a repository that has moved is taken from the answer's Location", () => {
    expect(pathUnder(BASE, "https://api.github.com/repositories/40763577")).toBe("/repositories/40763577");
    expect(pathUnder(BASE, "/repositories/7")).toBe("/repositories/7");
    expect(pathUnder(BASE, "https://example.com/repositories/7")).toBeNull();
    expect(pathUnder(BASE, "javascript:alert(1)")).toBeNull();
  });
});
