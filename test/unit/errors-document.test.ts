import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLOSE, retryAfterClose } from "../../src/protocol/close-codes.ts";
import { ERROR_CODES, isRetryable, STATUS, TEXTS } from "../../src/protocol/errors.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const text = readFileSync(join(ROOT, "docs", "errors.md"), "utf8");

/** The code that may answer with an error or log one: all but the table itself. */
function sayingSources(): string {
  const paths = globSync("{src,objects}/**/*.ts", { cwd: ROOT });
  const saying = paths.filter((path) => !path.endsWith("protocol/errors.ts"));
  return saying.map((path) => readFileSync(join(ROOT, path), "utf8")).join("\n");
}

/** Rows of the table below a heading, without its head; code spans lose their marks. */
function tableBelow(heading: string): string[][] {
  const [, section = ""] = text.split(`\n## ${heading}\n`);
  const [body = ""] = section.split("\n## ");
  return body
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => line.split("|").slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll("`", "")));
}

describe("docs/errors.md", () => {
  it("lists every error as the table in the code has it, in the same order", () => {
    const expected = ERROR_CODES.map((code) => [
      code,
      String(STATUS[code]),
      isRetryable(code) ? "yes" : "no",
      TEXTS[code],
    ]);
    expect(tableBelow("Codes")).toEqual(expected);
  });

  it("advises on codes that exist, each once", () => {
    const advised = tableBelow("What usually causes them, and what helps").map(([code]) => code ?? "");
    expect(advised.filter((code) => !Object.hasOwn(STATUS, code))).toEqual([]);
    expect(new Set(advised).size).toBe(advised.length);
    expect(advised.length).toBeGreaterThan(0);
  });

  it("lists no error that nothing says", () => {
    const sources = sayingSources();
    expect(ERROR_CODES.filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
  });

  it("lists every close code with its name and what a client should do", () => {
    const listed = tableBelow("Close codes of a live socket").map(([code, name, , retry]) => [code, name, retry]);
    const expected = Object.entries(CLOSE).map(([name, code]) => [String(code), name, retryAfterClose(code)]);
    expect(listed).toEqual(expected.sort(([a = ""], [b = ""]) => Number(a) - Number(b)));
  });
});
