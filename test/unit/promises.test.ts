import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

/** The README's promises: their ids, and the texts of the tests that each row links to. */
function readPromises(): { ids: string[]; promise: string; tests: string[] }[] {
  const [, section = ""] = readFileSync(join(ROOT, "README.md"), "utf8").split("\n## Promises\n");
  const [body = ""] = section.split("\n## ");
  const rows = body.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((row) => {
    const [ids = "", promise = "", links = ""] = row.split("|").slice(1, -1);
    const files = [...links.matchAll(/\]\(([^)]+)\)/g)].map(([, file = ""]) => file);
    return {
      ids: ids.trim().split(" ").filter(Boolean),
      promise: promise.trim(),
      tests: files.map((file) => readFileSync(join(ROOT, file), "utf8")),
    };
  });
}

it("promises in the README only what a test carries", () => {
  const promises = readPromises();
  expect(promises.length).toBeGreaterThan(4);
  expect(promises.filter(({ tests }) => tests.length === 0).map(({ promise }) => promise)).toEqual([]);
  const missing = promises.flatMap(({ ids, tests }) =>
    ids.filter((id) => !tests.some((test) => new RegExp(`\\b${id}\\b`).test(test))),
  );
  expect(missing).toEqual([]);
});
