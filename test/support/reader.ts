/** A project of somebody who follows a guide: the guide's files, beside the client. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { resourceTypes } from "../../scripts/resource-types.ts";
import { config } from "../../src/croft.config.ts";
import { blocksOf } from "./guide.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const CLIENT = join(ROOT, "src", "client", "croft.ts");
const SESSION = join(ROOT, "src", "client", "session", "session.ts");

/** As a careful project compiles. */
const COMPILER_OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  target: "ES2024",
  lib: ["ES2024", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
  module: "ESNext",
  moduleDetection: "force",
  moduleResolution: "bundler",
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules", "@types")],
  paths: { "croft/client": [CLIENT], "croft/client/session": [SESSION], "croft/resources": ["./resources.d.ts"] },
};

/** What a program printed until it ended. */
interface Ran {
  readonly code: unknown;
  readonly lines: readonly string[];
  readonly problems: string;
}

export interface Reader {
  readonly directory: string;
  /** What the compiler has against the guide's programs; empty when nothing. */
  compile(): string;
  /** Runs a program of the guide to its end. */
  run(file: string, environment: Readonly<Record<string, string>>): Promise<Ran>;
  /** Starts one that has no end; what it prints goes to `print`. */
  start(file: string, environment: Readonly<Record<string, string>>, print: (text: string) => void): ChildProcess;
  remove(): void;
}

/** A project with every file of a guide. The package `croft` is the source; test/e2e holds that it packs to the same. */
export async function openReader(guide: string): Promise<Reader> {
  const directory = mkdtempSync(join(tmpdir(), "croft-reader-"));
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  write("package.json", JSON.stringify({ private: true, type: "module" }));
  // Node strips no types below node_modules; a link there leads out of it.
  const exports = { "./client": "./client.ts", "./client/session": "./session.ts" };
  write("croft/package.json", JSON.stringify({ type: "module", exports }));
  write("croft/client.ts", `export * from ${JSON.stringify(CLIENT)};\n`);
  write("croft/session.ts", `export * from ${JSON.stringify(SESSION)};\n`);
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(join(directory, "croft"), join(directory, "node_modules", "croft"));
  const files = blocksOf(guide).filter(({ file }) => file !== null);
  for (const { file, text: content } of files) write(file ?? "", content);
  const launch = (file: string, environment: Readonly<Record<string, string>>) =>
    spawn(process.execPath, [file], { cwd: directory, env: { ...process.env, ...environment } });
  return {
    directory,
    compile() {
      const include = files.map(({ file }) => file).filter((file) => file?.endsWith(".ts"));
      writeFileSync(join(directory, "resources.d.ts"), types);
      write("tsconfig.json", JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include }));
      const tsc = join(ROOT, "node_modules", ".bin", "tsc");
      const ran = spawnSync(tsc, ["-p", "tsconfig.json"], { cwd: directory, encoding: "utf8" });
      return `${ran.stdout}${ran.stderr}`;
    },
    async run(file, environment) {
      const child = launch(file, environment);
      const [out, problems, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
      return { code, lines: out.split("\n").filter((line) => line !== ""), problems };
    },
    start(file, environment, print) {
      const child = launch(file, environment);
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", print);
      return child;
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

const types = await resourceTypes(config.resources);
