/** A copy of the repository, in which a test does what a guide tells its reader to do. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Block } from "./guide.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What serving, migrating and packing take. */
const NEEDED = [
  "src",
  "objects",
  "migrations",
  "scripts",
  ".npmrc",
  "LICENSE",
  "README.md",
  "*.json",
  "*.toml",
  "*.ts",
];

export interface WorkingCopy {
  /** A directory named `croft`, alone in its parent. */
  readonly root: string;
  /** Writes the blocks that are files, and changes files as the blocks of `diff` say. */
  apply(blocks: readonly Block[]): void;
  remove(): void;
}

/** Copies what git knows of, or would. The packages are those of the repository, by a link. */
export function copyRepository(): WorkingCopy {
  const parent = mkdtempSync(join(tmpdir(), "croft-copy-"));
  const root = join(parent, "croft");
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...NEEDED];
  const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) cpSync(join(ROOT, file), join(root, file), { preserveTimestamps: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  return {
    root,
    apply(blocks) {
      for (const { file, language, text } of blocks) {
        if (language === "diff") patch(root, text);
        else if (file !== null) write(join(root, file), text.slice(text.indexOf("\n") + 1));
      }
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Applies a diff without line numbers: what each part shows of the file as it was has to stand there exactly once. */
function patch(root: string, diff: string): void {
  const [, file = ""] = /^\+\+\+ (\S+)$/m.exec(diff) ?? [];
  const path = join(root, file);
  let text = readFileSync(path, "utf8");
  for (const part of diff.split(/^@@.*\n/m).slice(1)) {
    const lines = part.trimEnd().split("\n");
    const side = (sign: string) =>
      lines
        .filter((line) => line.startsWith(" ") || line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join("");
    const [before, behind, ...more] = text.split(side("-"));
    if (before === undefined || behind === undefined || more.length > 0)
      throw new Error(`${file} does not hold this exactly once:\n${side("-")}`);
    text = `${before}${side("+")}${behind}`;
  }
  writeFileSync(path, text);
}
