import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv as parseDotenv } from "node:util";
import { ENV_ADVICE, type EnvName } from "../src/env.ts";

const fresh: Readonly<Record<EnvName, () => string>> = {
  OPERATOR_TOKEN: () => randomBytes(32).toString("hex"),
  KEY_MAC_SECRETS: () => `1:${randomBytes(32).toString("hex")}`,
  LOG_LEVEL: () => "info",
  ALLOW_PRIVATE_ADDRESSES: () => "false",
  ALLOWED_ORIGINS: () => "",
  GITHUB_API_URL: () => "https://api.github.com",
};

/** Every variable that src/env.ts reads. */
export const ENV_NAMES: readonly EnvName[] = Object.keys(fresh).filter((name): name is EnvName => name in ENV_ADVICE);

/**
 * Makes sure that the file at `path` (`.dev.vars`, dotenv) has every variable: writes it with random secrets, readable by its
 * owner alone, or adds what an older version of the file lacks. Values that are there are left alone, comments too.
 * Returns the names added.
 */
export function completeDevVars(path: string): EnvName[] {
  const text = existsSync(path)
    ? readFileSync(path, "utf8")
    : "# Settings and secrets of local runs; src/env.ts says what each may be.\n";
  const present = parseDotenv(text);
  const missing = ENV_NAMES.filter((name) => present[name] === undefined);
  if (missing.length === 0) return [];
  const lines = missing.map((name) => `${name}=${fresh[name]()}\n`);
  writeFileSync(path, `${text}${text.endsWith("\n") ? "" : "\n"}${lines.join("")}`, { mode: 0o600 });
  return missing;
}

/** The settings of a local run: those of the file at `path`, overridden by variables of `environment` that are set. */
export function readDevVars(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const file = parseDotenv(readFileSync(path, "utf8"));
  const settings: Record<string, string> = {};
  for (const name of ENV_NAMES) {
    const value = environment[name] ?? file[name];
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
