import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv as parseDotenv } from "node:util";
import { AUTH_ENV_ADVICE, type AuthEnvName } from "../src/auth/worker/env.ts";
import { ENV_ADVICE, type EnvName } from "../src/env.ts";

type Name = EnvName | AuthEnvName;

const fresh: Readonly<Record<Name, () => string>> = {
  // Filled in at the start, when the port is known.
  PUBLIC_URL: () => "",
  OPERATOR_TOKEN: () => randomBytes(32).toString("hex"),
  KEY_MAC_SECRETS: () => `1:${randomBytes(32).toString("hex")}`,
  CREDENTIAL_SECRETS: () => `1:${randomBytes(32).toString("hex")}`,
  LOG_LEVEL: () => "info",
  ALLOW_PRIVATE_ADDRESSES: () => "false",
  ALLOWED_ORIGINS: () => "",
  GITHUB_API_URL: () => "https://api.github.com",
  GITHUB_TOKEN: () => "",
  GITHUB_APP_ID: () => "",
  GITHUB_APP_PRIVATE_KEY: () => "",
  GITHUB_WEBHOOK_SECRETS: () => randomBytes(32).toString("hex"),
  AUTH_SECRETS: () => `1:${randomBytes(32).toString("hex")}`,
  LOCAL_MAIL: () => "true",
  MAIL_API_URL: () => "",
  MAIL_API_KEY: () => "",
  MAIL_FROM: () => "",
  GOOGLE_CLIENT_ID: () => "",
  GOOGLE_CLIENT_SECRET: () => "",
  OIDC_PROVIDERS: () => "",
  CLERK_ISSUER: () => "",
  CLERK_AUTHORIZED_PARTIES: () => "",
  CLERK_AUDIENCE: () => "",
  CLERK_WEBHOOK_SECRET: () => "",
};

/** Every variable that src/env.ts or src/auth/worker/env.ts reads. */
export const ENV_NAMES: readonly Name[] = Object.keys(fresh).filter(
  (name): name is Name => name in ENV_ADVICE || name in AUTH_ENV_ADVICE,
);

/**
 * Makes sure that the file at `path` (`.dev.vars`, dotenv) has every variable: writes it with random secrets, readable by its
 * owner alone, or adds what an older version of the file lacks. Values that are there are left alone, comments too.
 * Returns the names added.
 */
export function completeDevVars(path: string): Name[] {
  const text = existsSync(path)
    ? readFileSync(path, "utf8")
    : "# Settings and secrets of local runs; src/env.ts and src/auth/worker/env.ts say what each may be.\n";
  const present = parseDotenv(text);
  const missing = ENV_NAMES.filter((name) => present[name] === undefined);
  if (missing.length === 0) return [];
  const lines = missing.map((name) => `${name}=${fresh[name]()}\n`);
  writeFileSync(path, `${text}${text.endsWith("\n") ? "" : "\n"}${lines.join("")}`, { mode: 0o600 });
  return missing;
}

/**
 * The settings of a local run on `port`: those of the file at `path`, overridden by variables of `environment` that are set.
 * Where no public URL is given it is that of the machine itself.
 */
export function readDevVars(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  port: number,
): Record<string, string> {
  const file = parseDotenv(readFileSync(path, "utf8"));
  const settings: Record<string, string> = {};
  for (const name of ENV_NAMES) {
    const value = environment[name] ?? file[name];
    if (value !== undefined) settings[name] = value;
  }
  return { ...settings, PUBLIC_URL: settings.PUBLIC_URL || `http://localhost:${port}` };
}
