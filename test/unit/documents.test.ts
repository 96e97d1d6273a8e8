import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Mention, readDocument } from "../support/documents.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDERS = new Set(["src", "objects", "migrations", "test", "scripts", "docs", ".ci"]);

const tracked = execFileSync("git", ["ls-files", "*.md"], { cwd: ROOT, encoding: "utf8" }).split("\n").filter(Boolean);
const documents = tracked.map((path) => {
  const folder = join(ROOT, dirname(path));
  const neighbours = globSync("*/", { cwd: folder });
  return {
    path,
    folder,
    ...readDocument(readFileSync(join(ROOT, path), "utf8"), new Set([...FOLDERS, ...neighbours])),
  };
});
const manifest = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

/** Mentions that lead nowhere, with their places. */
function broken(
  pick: (document: (typeof documents)[number]) => readonly Mention[],
  leads: (text: string, folder: string) => boolean,
) {
  return documents.flatMap((document) =>
    pick(document)
      .filter((mention) => !leads(mention.text, document.folder))
      .map((mention) => `${document.path}:${mention.line}: ${mention.text}`),
  );
}

function matches(path: string, folder: string): boolean {
  return path.includes("*") ? globSync(path, { cwd: folder }).length > 0 : existsSync(join(folder, path));
}

describe("every Markdown document", () => {
  it("is looked at", () => {
    expect(tracked).toContain("migrations/README.md");
  });

  it("links to files that exist", () => {
    expect(broken((document) => document.links, matches)).toEqual([]);
  });

  it("names paths that exist, from the root or from its own folder", () => {
    expect(
      broken(
        (document) => document.paths,
        (path, folder) => matches(path, ROOT) || matches(path, folder),
      ),
    ).toEqual([]);
  });

  it("tells to run npm scripts that exist", () => {
    expect(
      broken(
        (document) => document.scripts,
        (name) => name in manifest.scripts,
      ),
    ).toEqual([]);
  });
});

describe("readDocument", () => {
  const text = [
    "See [the design](docs/design.md#parts), [elsewhere](https://example.org/a.md) and [below](#below).",
    "`src/app.ts` is the table; `application/json` and `/v1/src/x` are not paths, nor is src/prose.ts in prose.",
    "Write `tenant/NNNN_name.sql` with `npm run migrations`, not `a [link](in/code.md)`.",
    "```sh",
    "node scripts/run.mjs start && npm test -- test/unit/*.test.ts",
    "```",
    "Then `npm start`, and write `src/mine.ts`:",
    "```ts",
    "// src/mine.ts",
    "```",
  ].join("\n");

  it("finds links, paths in code and commands", () => {
    expect(readDocument(text, new Set(["src", "test", "scripts", "tenant", "in"]))).toEqual({
      links: [{ line: 1, text: "docs/design.md" }],
      paths: [
        { line: 2, text: "src/app.ts" },
        { line: 3, text: "in/code.md" },
        { line: 5, text: "scripts/run.mjs" },
        { line: 5, text: "test/unit/*.test.ts" },
      ],
      scripts: [
        { line: 3, text: "migrations" },
        { line: 5, text: "test" },
        { line: 7, text: "start" },
      ],
    });
  });
});
