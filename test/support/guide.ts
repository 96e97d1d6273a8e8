/** Code of the Markdown documents, for tests that run what readers copy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** What stands for the reader's own values, as expressions. */
export interface Own {
  readonly url: string;
  readonly key: string;
  readonly tenant: string;
}

/** The first block of a language in a document, with `own` in place of the reader's address, key and tenant. */
export function codeOf(path: string, language: "ts" | "tsx", own: Own): string {
  const blocks = readFileSync(join(ROOT, path), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  const [, , code] = blocks.find(([, name]) => name === language) ?? [];
  if (code === undefined) throw new Error(`${path} has no block of ${language}.`);
  return [
    ['"http://localhost:8787"', own.url],
    ["token: key", `token: ${own.key}`],
    ['"acme"', own.tenant],
  ].reduce((text, [theirs = "", ours = ""]) => {
    if (!text.includes(theirs)) throw new Error(`The code of ${path} has no ${theirs}.`);
    return text.replace(theirs, ours);
  }, code);
}
