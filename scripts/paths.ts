import { join, resolve } from "node:path";

/** The repository; every path of the scripts starts here, so that they run from any directory. */
export const ROOT = join(import.meta.dirname, "..");
/** The configurations of the two Workers. */
export const WRANGLER_TOMLS = {
  croft: join(ROOT, "wrangler.toml"),
  auth: join(ROOT, "src", "auth", "wrangler.toml"),
} as const;
/** The dashboard as it was built; the assets of wrangler.toml. */
export const DASHBOARD = join(ROOT, ".wrangler", "dashboard");
export const DEV_VARS = join(ROOT, ".dev.vars");
export const DIRECTORY_MIGRATIONS = join(ROOT, "migrations", "directory");
export const AUTH_MIGRATIONS = join(ROOT, "migrations", "auth");

/** Where local runs keep objects, databases and documents; `CROFT_STATE` names another place. */
export const STATE = resolve(process.env.CROFT_STATE || join(ROOT, ".wrangler", "state"));

/** Port of a local run on 127.0.0.1. Throws when `PORT` is no port. */
export function readPort(): number {
  const port = Number(process.env.PORT || 8787);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error("PORT is wrong: write a number from 1 to 65535.");
}
