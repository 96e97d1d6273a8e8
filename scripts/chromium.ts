/** The browser of the end-to-end tests: the system's Chromium or Chrome, installed where that is possible. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const USUAL_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** What is known of the machine. */
interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
  /** Runs a program to its end; answers with its exit code, or null if it cannot be run. */
  run(program: string, args: readonly string[]): number | null;
  readonly isRoot: boolean;
}

const ADVICE =
  "The end-to-end tests need Chromium or Chrome: install it (on Debian: apt-get install chromium), or name its binary in the variable CHROMIUM.";

/** The browser's binary. @throws Error with one sentence when `CHROMIUM` names nothing. */
export function findChromium(machine: Pick<Machine, "environment" | "exists"> = thisMachine()): string | null {
  const named = machine.environment.CHROMIUM;
  if (!named) return USUAL_PATHS.find((path) => machine.exists(path)) ?? null;
  if (machine.exists(named)) return named;
  throw new Error(`CHROMIUM names ${named}, which does not exist.`);
}

/** The browser's binary; where there is none, root installs that of the distribution. @throws Error with one sentence on what to install. */
export function ensureChromium(machine: Machine = thisMachine()): string {
  const found = findChromium(machine);
  if (found) return found;
  if (machine.isRoot && machine.exists("/usr/bin/apt-get")) {
    console.error("Installing Chromium for the end-to-end tests; this happens once.");
    machine.run("apt-get", ["update", "-qq"]);
    // Without a font pages have no letters.
    machine.run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]);
  }
  const installed = findChromium(machine);
  if (!installed) throw new Error(ADVICE);
  return installed;
}

function thisMachine(): Machine {
  return {
    environment: process.env,
    exists: existsSync,
    isRoot: process.getuid?.() === 0,
    run: (program, args) => {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      return spawnSync(program, args, { env, stdio: ["ignore", "ignore", "inherit"] }).status;
    },
  };
}
