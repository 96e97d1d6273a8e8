/**
 * Starts scripts/<name>.ts: `node scripts/run.mjs <name> [arguments]`. Runs on Node 20 with nothing installed: it installs the
 * dependencies when they are missing or out of date, then hands over to the Node of the npm package `node`, since the
 * scripts and their tools need a newer one (type stripping, node:sqlite) than many machines have.
 */
import { spawn, spawnSync } from "node:child_process";
import { lstatSync, readlinkSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const binaries = join(root, "node_modules", ".bin");
const [name, ...args] = process.argv.slice(2);

if (!name || !/^[a-z-]+$/.test(name)) {
  fail("Usage: node scripts/run.mjs <script> [arguments]");
}
if (changedAt("node_modules/.package-lock.json") < changedAt("package-lock.json")) {
  refuseLink(join(root, "node_modules"));
  console.error("Installing the dependencies; this happens once after each change of package-lock.json.");
  npm("ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error");
}
// `ignore-scripts` in a user's npm configuration leaves the package `node` without its binary.
if (!works()) npm("rebuild", "node", "--ignore-scripts=false", "--loglevel=error");
if (!works()) fail("The npm package `node` has no binary for this machine; remove node_modules and start again.");
handOver();

/** Milliseconds since 1970, 0 for what does not exist. */
function changedAt(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** `npm ci` empties the directory it installs into: through a link that would be the directory of another checkout. */
function refuseLink(path) {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  fail(
    `node_modules is a symbolic link to ${readlinkSync(path)}, and its packages are not those of package-lock.json. ` +
      "Installing would empty that directory: remove the link and start again.",
  );
}

function works() {
  return spawnSync(join(binaries, "node"), ["--version"]).status === 0;
}

/** Runs npm silently; what it said is shown if it failed. */
function npm(...command) {
  const ran = spawnSync("npm", command, { cwd: root, encoding: "utf8", env: { ...process.env, NODE_ENV: "" } });
  if (ran.status === 0) return;
  fail(`npm ${command[0]} failed.\n${ran.stdout ?? ""}${ran.stderr ?? ""}${ran.error?.message ?? ""}`);
}

/** Runs the script in the foreground until it ends, and ends as it ended. */
function handOver() {
  // By its path: shells remember where they found `node` before node_modules existed.
  const child = spawn(join(binaries, "node"), [join(root, "scripts", `${name}.ts`), ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ""}` },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  stopWithNpm(child);
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** `kill -9` of npm tells nobody. package.json says `exec` so that npm, and no shell, is the parent. Without npm there is no parent to watch: `node scripts/run.mjs start &` outlives its shell. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 250).unref();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
