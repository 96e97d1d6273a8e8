/** Code of the Markdown documents, for tests that run what readers copy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The file that the block is, as its first line says (`// follow.ts`); null where it is none. */
  readonly file: string | null;
  /** The lines of the `json` or `text` block behind it, which show what it prints; null where there is none. */
  readonly shown: readonly string[] | null;
}

/** All blocks of a document, in order. */
export function blocksOf(path: string): Block[] {
  const found = [...readFileSync(join(ROOT, path), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  return found.map(([, language = "", text = ""], index) => {
    const [, next = "", output = ""] = found[index + 1] ?? [];
    return {
      language,
      text,
      file: /^\/\/ (\S+)\n/.exec(text)?.[1] ?? null,
      shown: next === "json" || next === "text" ? output.trim().split("\n") : null,
    };
  });
}

/** What stands for the reader's own values, as expressions. */
export interface Own {
  readonly url: string;
  /** Where the code has one. */
  readonly key?: string;
  readonly tenant: string;
}

/** The first block of a language in a document, with `own` in place of the reader's address, key and tenant. */
export function codeOf(path: string, language: "ts" | "tsx", own: Own): string {
  const code = blocksOf(path).find((block) => block.language === language)?.text;
  if (code === undefined) throw new Error(`${path} has no block of ${language}.`);
  return [
    ['"http://localhost:8787"', own.url],
    ...(own.key === undefined ? [] : [["token: key", `token: ${own.key}`]]),
    ['"acme"', own.tenant],
  ].reduce((text, [theirs = "", ours = ""]) => {
    if (!text.includes(theirs)) throw new Error(`The code of ${path} has no ${theirs}.`);
    return text.replace(theirs, ours);
  }, code);
}
