/**
 * Variables and secrets of the Worker, parsed once per isolate. Bindings (objects, D1, R2) are typed by `wrangler types`
 * and need no parsing; these are texts that a person wrote.
 */
import * as z from "zod";
import type { ClerkSettings } from "./auth/clerk-settings.ts";
import { isIssuerUrl, isPublicUrl, issuerOf } from "./auth/public-url.ts";
import { isOrigin } from "./resources/config-limits.ts";

/** The settings, ready for use. */
export interface CroftEnv {
  /** Origin under which people reach this installation, without a slash at the end. */
  readonly publicUrl: string;
  /** Tokens that administer every tenant; more than one while they are being rotated. */
  readonly operatorTokens: readonly string[];
  /** Version digit → secret of the message authentication codes of API keys; the first one signs new keys. */
  readonly keyMacSecrets: ReadonlyMap<string, string>;
  /** The least severe level that is logged. */
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Whether outgoing calls may reach private addresses; for local runs alone. */
  readonly allowPrivateAddresses: boolean;
  /** Origins of web pages that may call, beside those of croft.config.ts. */
  readonly allowedOrigins: readonly string[];
  /** Base of GitHub's REST API, without a slash at the end. */
  readonly githubApiUrl: string;
  /** Token with which GitHub is asked for repositories that nobody brought a credential for; null: without one, 60 requests an hour. */
  readonly githubToken: string | null;
  /** Our GitHub App: its id, and its private key as PEM. Null where there is none. */
  readonly githubApp: { readonly id: string; readonly privateKey: string } | null;
  /** Secrets of GitHub's webhooks; more than one while they are being rotated, none where webhooks are not accepted. */
  readonly githubWebhookSecrets: readonly string[];
  /** Version digit → secret under which tenants' credentials are kept; the first one encrypts, all decrypt. */
  readonly credentialSecrets: ReadonlyMap<string, string>;
  /** Whose session tokens are accepted beside our own; null for nobody's. */
  readonly clerk: ClerkSettings | null;
}

const PRIVATE_KEY = /^-----BEGIN (RSA )?PRIVATE KEY-----\n[A-Za-z0-9+/=\r\n]+-----END (RSA )?PRIVATE KEY-----$/;

const operatorTokens = z
  .string()
  .transform((text) => text.split(",").map((token) => token.trim()))
  .refine((tokens) => tokens.every((token) => /^[\x21-\x7e]{32,}$/.test(token)));

const versionedSecrets = z
  .string()
  .transform((text) => text.split(",").map((pair) => pair.trim()))
  .refine((pairs) => pairs.every((pair) => /^[1-9]:[0-9a-f]{64}$/.test(pair)))
  .refine((pairs) => new Set(pairs.map((pair) => pair.slice(0, 1))).size === pairs.length)
  .transform((pairs) => new Map(pairs.map((pair) => [pair.slice(0, 1), pair.slice(2)])));

const allowedOrigins = z
  .string()
  .transform((text) => (text.trim() === "" ? [] : text.split(",").map((origin) => origin.trim())))
  .refine((origins) => origins.every(isOrigin));

const authorizedParties = z
  .string()
  .transform((text) => (text.trim() === "" ? [] : text.split(",").map((party) => party.trim())))
  .refine((parties) => parties.every((party) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+$/.test(party)));

/** What GitHub accepts in a header: visible ASCII. */
const githubToken = z.string().regex(/^[\x21-\x7e]*$/);

/** As GitHub gives it out (RSA), or as PKCS #8; in one line where \n stands for its ends of lines. */
const privateKey = z
  .string()
  .transform((text) => text.replaceAll("\\n", "\n").trim())
  .refine((text) => text === "" || PRIVATE_KEY.test(text));

const webhookSecrets = z
  .string()
  .transform((text) => (text.trim() === "" ? [] : text.split(",").map((secret) => secret.trim())))
  .refine((secrets) => secrets.every((secret) => /^[\x21-\x7e]{16,}$/.test(secret)));

const envSchema = z.object({
  PUBLIC_URL: z.string().refine(isPublicUrl),
  OPERATOR_TOKEN: operatorTokens,
  KEY_MAC_SECRETS: versionedSecrets,
  CREDENTIAL_SECRETS: versionedSecrets,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  ALLOW_PRIVATE_ADDRESSES: z.enum(["true", "false"]).default("false"),
  ALLOWED_ORIGINS: allowedOrigins.prefault(""),
  GITHUB_API_URL: z.url({ protocol: /^https?$/ }).default("https://api.github.com"),
  GITHUB_TOKEN: githubToken.default(""),
  GITHUB_APP_ID: z
    .string()
    .regex(/^([1-9]\d{0,15})?$/)
    .default(""),
  GITHUB_APP_PRIVATE_KEY: privateKey.prefault(""),
  GITHUB_WEBHOOK_SECRETS: webhookSecrets.prefault(""),
  CLERK_ISSUER: z
    .string()
    .refine((text) => text === "" || isIssuerUrl(text))
    .default(""),
  CLERK_AUTHORIZED_PARTIES: authorizedParties.prefault(""),
  CLERK_AUDIENCE: z.string().default(""),
});

/** Name of a variable or secret that `parseEnv` reads. */
export type EnvName = keyof typeof envSchema.shape;

/** What to write for each variable; shown when its value is wrong, and the whole list of what there is. */
export const ENV_ADVICE: Readonly<Record<EnvName, string>> = {
  PUBLIC_URL: "the origin under which people reach Croft, such as https://croft.example.com; http for localhost alone",
  OPERATOR_TOKEN: "one token of at least 32 visible characters without commas, or several separated by commas",
  KEY_MAC_SECRETS:
    "version:secret pairs separated by commas, newest first; a version is one digit from 1 to 9, used once, a secret is 64 hexadecimal digits in lower case (openssl rand -hex 32), such as 2:<64 digits>,1:<64 digits>",
  CREDENTIAL_SECRETS: "the same as for KEY_MAC_SECRETS, with secrets of its own",
  LOG_LEVEL: "debug, info, warn or error",
  ALLOW_PRIVATE_ADDRESSES: "true or false",
  ALLOWED_ORIGINS:
    "origins separated by commas, scheme and host alone, such as http://localhost:5173; nothing where those of croft.config.ts are all",
  GITHUB_API_URL: "an http or https URL, such as https://api.github.com",
  GITHUB_TOKEN: "a token of GitHub without scopes; nothing where public repositories are asked for without one",
  GITHUB_APP_ID: "the number of your GitHub App, with GITHUB_APP_PRIVATE_KEY; nothing where you have none",
  GITHUB_APP_PRIVATE_KEY:
    "the private key of your GitHub App as GitHub gave it to you (PEM; \\n may stand for its line ends), with GITHUB_APP_ID; nothing where you have none",
  GITHUB_WEBHOOK_SECRETS:
    "one secret of at least 16 visible characters without commas, or several separated by commas; nothing where GitHub sends no webhooks",
  CLERK_ISSUER:
    "the URL of your Clerk instance's Frontend API without a slash at the end, such as https://clerk.example.com; nothing where nobody signs in with Clerk",
  CLERK_AUTHORIZED_PARTIES:
    "origins separated by commas, scheme and host alone, from which Clerk's people sign in, such as https://app.example.com; nothing where their tokens name none",
  CLERK_AUDIENCE: "the audience (aud) that Clerk's tokens have to name; nothing where they name none",
};

const parsed = new WeakMap<object, CroftEnv>();

/**
 * The settings in a Worker's environment; the answer is remembered for the object given.
 * Throws an error that names each wrong variable and what to write, and never shows a value: most of them are secrets.
 */
export function parseEnv(env: unknown): CroftEnv {
  if (typeof env !== "object" || env === null) throw new Error("The environment has to be an object.");
  const known = parsed.get(env);
  if (known) return known;
  const result = envSchema.safeParse(env);
  if (!result.success) throw new Error(explain(result.error));
  const settings: CroftEnv = {
    publicUrl: result.data.PUBLIC_URL,
    operatorTokens: result.data.OPERATOR_TOKEN,
    keyMacSecrets: result.data.KEY_MAC_SECRETS,
    logLevel: result.data.LOG_LEVEL,
    allowPrivateAddresses: result.data.ALLOW_PRIVATE_ADDRESSES === "true",
    allowedOrigins: result.data.ALLOWED_ORIGINS,
    githubApiUrl: result.data.GITHUB_API_URL.replace(/\/+$/, ""),
    githubToken: result.data.GITHUB_TOKEN === "" ? null : result.data.GITHUB_TOKEN,
    githubApp: githubApp(result.data),
    githubWebhookSecrets: result.data.GITHUB_WEBHOOK_SECRETS,
    credentialSecrets: result.data.CREDENTIAL_SECRETS,
    clerk: clerkSettings(result.data),
  };
  parsed.set(env, settings);
  return settings;
}

function githubApp(data: z.infer<typeof envSchema>): CroftEnv["githubApp"] {
  const { GITHUB_APP_ID: id, GITHUB_APP_PRIVATE_KEY: privateKey } = data;
  if (id === "" && privateKey === "") return null;
  const missing = id === "" ? "GITHUB_APP_ID" : "GITHUB_APP_PRIVATE_KEY";
  if (id === "" || privateKey === "") throw new Error(`${missing} is missing or wrong: write ${ENV_ADVICE[missing]}.`);
  return { id, privateKey };
}

function clerkSettings(data: z.infer<typeof envSchema>): ClerkSettings | null {
  const { CLERK_ISSUER: issuer, CLERK_AUTHORIZED_PARTIES: parties, CLERK_AUDIENCE: audience } = data;
  if (issuer === "") return null;
  // By the issuer alone it is decided who verifies a token.
  if (issuer === issuerOf(data.PUBLIC_URL).issuer)
    throw new Error(`CLERK_ISSUER is missing or wrong: write ${ENV_ADVICE.CLERK_ISSUER}.`);
  return { issuer, authorizedParties: parties, audience: audience === "" ? null : audience };
}

function explain(error: z.ZodError): string {
  const wrong = new Set(error.issues.map((issue) => String(issue.path[0])));
  const lines = Object.entries(ENV_ADVICE)
    .filter(([name]) => wrong.has(name))
    .map(([name, advice]) => `${name} is missing or wrong: write ${advice}.`);
  return lines.join("\n");
}
