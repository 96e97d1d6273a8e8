import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { DASHBOARD, ROOT, WRANGLER_TOMLS } from "./paths.ts";
import { QUIET_WRANGLER } from "./tool.ts";

/** Which of the two Workers. */
type WorkerName = keyof typeof WRANGLER_TOMLS;

/** What each is made of. */
const SOURCES: Readonly<Record<WorkerName, readonly string[]>> = {
  croft: ["src", "objects", "migrations", "wrangler.toml", "package-lock.json"],
  auth: ["src/auth", "src/protocol", "src/log.ts", "package-lock.json"],
};

/** Where wrangler keeps what it works on, beside each wrangler.toml. */
const WRANGLER_FILES = ".wrangler";

/** Modules that are texts (the rules of wrangler.toml): the bundler puts a hash before their names. */
const TEXT = /^[0-9a-f]{40}-.+\.(sql|html|css|svg|js)$/;

/** A file of the built Worker, in the words of Miniflare. */
export interface BuiltModule {
  readonly type: "ESModule" | "Text";
  readonly path: string;
}

/** The Worker as built, and what wrangler.toml says about it. */
export interface BuiltWorker extends z.infer<typeof configSchema> {
  readonly root: string;
  /** The entry comes first. */
  readonly modules: readonly BuiltModule[];
}

const configSchema = z.object({
  name: z.string(),
  crons: z.array(z.string()),
  /** Compatibility, bindings, objects and stores, in the words of Miniflare; no secrets. */
  options: z.record(z.string(), z.unknown()),
});

/** Builds under way: the two pools that vitest starts at once ask for the same one, and would write to one directory. */
const building = new Map<WorkerName, Promise<void>>();

/** What the dashboard is made of. */
const DASHBOARD_SOURCES = [
  "src/dashboard",
  "src/client",
  "src/protocol",
  "src/resources",
  "src/croft.config.ts",
  "vite.config.ts",
  "package-lock.json",
];

/** Builds the dashboard if a source is newer than it. Throws with the bundler's words when it does not build. */
export function buildDashboardIfStale(): void {
  const page = join(DASHBOARD, "index.html");
  if (!isStale(page, DASHBOARD_SOURCES)) return;
  const startedAt = new Date();
  const next = `${DASHBOARD}-${process.pid}`;
  // A process of its own: Vite and Tailwind stay in memory otherwise, for as long as the server runs.
  const args = ["build", "--outDir", next, "--logLevel", "warn"];
  // Whoever asks for it: vitest says NODE_ENV=test, with which React comes in its development version, twice as large.
  runToEnd("vite", args, "The dashboard does not build.", next, { NODE_ENV: "production" });
  utimesSync(join(next, "index.html"), startedAt, startedAt);
  if (isStale(page, DASHBOARD_SOURCES)) replace(DASHBOARD, next);
  else rmSync(next, { recursive: true });
}

/**
 * Whether a source is newer than what is built of it. Asked again when a build is finished: another process may have put its own in place
 * meanwhile, and reads it.
 */
function isStale(built: string, sources: readonly string[]): boolean {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.some((source) => newestChange(join(ROOT, source)) > builtAt);
}

/** Puts a finished build in place of the old one. Another process may do the same at the same time: whoever comes last wins. */
function replace(place: string, next: string): void {
  for (let attempt = 1; ; attempt += 1) {
    rmSync(place, { recursive: true, force: true });
    try {
      renameSync(next, place);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Runs a tool that writes to `next`, which goes if it fails. Throws with the tool's words. */
function runToEnd(
  tool: string,
  args: readonly string[],
  failure: string,
  next: string,
  environment: Readonly<Record<string, string>> = {},
): void {
  const ran = spawnSync(join(ROOT, "node_modules", ".bin", tool), args, {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...QUIET_WRANGLER, ...environment },
  });
  if (ran.status === 0) return;
  rmSync(next, { recursive: true, force: true });
  throw new Error(`${failure}\n${ran.stdout}${ran.stderr}`);
}

/** A built Worker, built anew if a source is newer than it. Throws with the bundler's words when it does not build. */
export async function buildIfStale(worker: WorkerName = "croft"): Promise<BuiltWorker> {
  // Its configuration names the directory of the dashboard, which has to exist.
  if (worker === "croft") buildDashboardIfStale();
  const root = join(ROOT, ".wrangler", "build", worker);
  const entry = join(root, "worker.js");
  if (isStale(entry, SOURCES[worker])) {
    const ran = building.get(worker) ?? build(worker, root).finally(() => building.delete(worker));
    building.set(worker, ran);
    await ran;
  }
  const texts = readdirSync(root).filter((name) => TEXT.test(name));
  return {
    ...configSchema.parse(JSON.parse(readFileSync(join(root, "config.json"), "utf8"))),
    root,
    modules: [
      { type: "ESModule", path: entry },
      ...texts.map((name) => ({ type: "Text", path: join(root, name) }) as const),
    ],
  };
}

/** Builds beside the old build and then swaps, so that a failed or concurrent build never leaves half a Worker. */
async function build(worker: WorkerName, root: string): Promise<void> {
  // The bundler makes these directories; made by it, they would be a change of the sources since the build began.
  for (const path of Object.values(WRANGLER_TOMLS)) mkdirSync(join(dirname(path), WRANGLER_FILES), { recursive: true });
  const startedAt = new Date();
  const next = `${root}-${process.pid}`;
  const args = ["deploy", "-c", WRANGLER_TOMLS[worker], "--dry-run", "--no-minify", "--outdir", next];
  runToEnd("wrangler", args, "The Worker does not build.", next);
  writeFileSync(join(next, "config.json"), JSON.stringify(await readWranglerToml(WRANGLER_TOMLS[worker])));
  // A file saved while the bundler ran is newer than the build, although the build may have missed it.
  utimesSync(join(next, "worker.js"), startedAt, startedAt);
  if (isStale(join(root, "worker.js"), SOURCES[worker])) replace(root, next);
  else rmSync(next, { recursive: true });
}

/** Read once a build: loading wrangler takes longer than everything else that a start does. */
async function readWranglerToml(path: string): Promise<z.infer<typeof configSchema>> {
  const wrangler = await import("wrangler");
  const config = wrangler.unstable_readConfig({ config: path });
  // Otherwise wrangler says that it found .dev.vars.
  process.env.WRANGLER_LOG ??= "error";
  const { modulesRules, bindings, ...options } = wrangler.unstable_getMiniflareWorkerOptions(path).workerOptions;
  return configSchema.parse({
    name: config.name,
    crons: config.triggers.crons ?? [],
    // Not `bindings`: these include the secrets of .dev.vars.
    options: { ...options, bindings: config.vars },
  });
}

/**
 * When a file, or anything below a directory, changed last (ms since 1970). Directories count: they change when a file is removed.
 * What wrangler leaves beside the wrangler.toml of croft-auth does not: with it every start would build both Workers anew.
 */
function newestChange(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const sources = readdirSync(path).filter((name) => name !== WRANGLER_FILES);
  return Math.max(stat.mtimeMs, ...sources.map((name) => newestChange(join(path, name))));
}
