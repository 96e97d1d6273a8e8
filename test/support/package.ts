/** The npm package as another project gets it: packed, installed from the tarball, compiled against, run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "..", "..");
const packedSchema = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

/** What a command said. */
interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** A project of its own, outside the repository. */
export interface Project {
  readonly directory: string;
  /** Paths of the tarball. */
  readonly packed: readonly string[];
  read(path: string): string;
  write(path: string, text: string): void;
  /** Compiles files as strictly as it goes, declarations of packages included. */
  compile(paths: readonly string[], moduleResolution: "bundler" | "nodenext"): Ran;
  run(path: string, environment: Readonly<Record<string, string>>): Ran;
  remove(): void;
}

/** Packs Croft and installs the tarball, with `packages` beside it, into an empty project. */
export function installPackage(packages: readonly string[]): Project {
  const directory = mkdtempSync(join(tmpdir(), "croft-package-"));
  const from = (cwd: string, command: string, args: readonly string[], environment = {}): Ran => {
    const ran = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, ...environment } });
    return { status: ran.status, output: `${ran.stdout ?? ""}${ran.stderr ?? ""}${ran.error?.message ?? ""}` };
  };
  const packed = spawnSync("npm", ["pack", "--json", "--silent", "--pack-destination", directory], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (packed.status !== 0) throw new Error(`npm pack failed.\n${packed.stdout}${packed.stderr}`);
  // What the build printed stands before it.
  const [{ filename, files }] = packedSchema.parse(JSON.parse(packed.stdout.slice(packed.stdout.search(/^\[$/m))));
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const installed = from(directory, "npm", [...install, join(directory, filename), ...packages]);
  if (installed.status !== 0) throw new Error(`npm install failed.\n${installed.output}`);
  return {
    directory,
    packed: files.map((file) => file.path),
    read: (path) => readFileSync(join(directory, path), "utf8"),
    write: (path, text) => writeFileSync(join(directory, path), text),
    compile: (paths, moduleResolution) =>
      from(directory, join(ROOT, "node_modules", ".bin", "tsc"), [
        ...[
          "--noEmit",
          "--strict",
          "--skipLibCheck",
          "false",
          "--target",
          "ES2024",
          "--lib",
          "ES2024,DOM,DOM.Iterable",
        ],
        ...["--module", moduleResolution === "nodenext" ? "nodenext" : "esnext"],
        ...["--moduleResolution", moduleResolution, "--types", "", "--jsx", "react-jsx", ...paths],
      ]),
    run: (path, environment) => from(directory, process.execPath, [path], environment),
    remove: () => rmSync(directory, { recursive: true }),
  };
}
