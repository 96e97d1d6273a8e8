/** Variables and secrets of croft-auth. The names it shares with croft mean the same there (src/env.ts). */
import * as z from "zod";
import { isPublicUrl } from "../public-url.ts";
import { googleProvider, type IdentityProvider, oidcProviders } from "./identity-providers.ts";

/** The settings, ready for use. */
export interface AuthSettings {
  /** Origin under which people reach croft; links, cookies and issuer come from it alone. */
  readonly publicUrl: string;
  /** Newest first: it signs cookies and encrypts; the others still decrypt. */
  readonly secrets: readonly { readonly version: number; readonly value: string }[];
  /** Origins of web pages that may sign people in, beside `publicUrl`. */
  readonly allowedOrigins: readonly string[];
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Where mails go: the API of a provider, or a table of local runs. Null: there is no way to send any. */
  readonly mail: MailSettings | null;
  /** Other services that people sign in with. */
  readonly identityProviders: readonly IdentityProvider[];
  /** With it Clerk signs its webhooks; null where none are taken. */
  readonly clerkWebhookSecret: string | null;
}

export type MailSettings =
  | { readonly kind: "local" }
  | { readonly kind: "http"; readonly url: string; readonly key: string; readonly from: string };

const secrets = z
  .string()
  .transform((text) => text.split(",").map((pair) => pair.trim()))
  .refine((pairs) => pairs.every((pair) => /^[1-9]:[0-9a-f]{64}$/.test(pair)))
  .refine((pairs) => new Set(pairs.map((pair) => pair.slice(0, 1))).size === pairs.length)
  .transform((pairs) => pairs.map((pair) => ({ version: Number(pair.slice(0, 1)), value: pair.slice(2) })));

const allowedOrigins = z
  .string()
  .transform((text) => (text.trim() === "" ? [] : text.split(",").map((origin) => origin.trim())))
  .refine((origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin));

const variables = z.object({
  PUBLIC_URL: z.string().refine(isPublicUrl),
  AUTH_SECRETS: secrets,
  ALLOWED_ORIGINS: allowedOrigins.prefault(""),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  LOCAL_MAIL: z.enum(["true", "false"]).default("false"),
  MAIL_API_URL: z.union([z.literal(""), z.url({ protocol: /^https?$/ })]).default(""),
  MAIL_API_KEY: z.string().default(""),
  MAIL_FROM: z.string().default(""),
  GOOGLE_CLIENT_ID: z.string().default(""),
  GOOGLE_CLIENT_SECRET: z.string().default(""),
  OIDC_PROVIDERS: oidcProviders.prefault(""),
  CLERK_WEBHOOK_SECRET: z
    .string()
    .regex(/^(?:whsec_[A-Za-z0-9+/]{32,}={0,2})?$/)
    .default(""),
});

const envSchema = variables.superRefine((env, { addIssue }) => {
  if (env.LOCAL_MAIL === "true" || env.MAIL_API_URL === "") return;
  for (const name of ["MAIL_API_KEY", "MAIL_FROM"] as const)
    if (env[name] === "") addIssue({ code: "custom", path: [name] });
});

/** Name of a variable or secret that `parseAuthEnv` reads. */
export type AuthEnvName = keyof typeof variables.shape;

/** What to write for each variable; shown when its value is wrong, and the whole list of what there is. */
export const AUTH_ENV_ADVICE: Readonly<Record<AuthEnvName, string>> = {
  PUBLIC_URL: "the origin under which people reach Croft, such as https://croft.example.com; http for localhost alone",
  AUTH_SECRETS:
    "version:secret pairs separated by commas, newest first; a version is one digit from 1 to 9, used once, a secret is 64 hexadecimal digits in lower case (openssl rand -hex 32)",
  ALLOWED_ORIGINS:
    "origins separated by commas, scheme and host alone, such as http://localhost:5173; nothing where those of croft.config.ts are all",
  LOG_LEVEL: "debug, info, warn or error",
  LOCAL_MAIL: "true or false; true shows every mail to whoever can reach the server",
  MAIL_API_URL:
    "the http or https URL of the mail provider's API that takes { from, to, subject, text, html }; or nothing",
  MAIL_API_KEY: "the key of the mail provider's API, sent as a bearer token",
  GOOGLE_CLIENT_ID:
    "the client id of an OAuth client of Google Cloud whose redirect URI is {PUBLIC_URL}/auth/callback/google; or nothing",
  GOOGLE_CLIENT_SECRET: "the secret of that client; or nothing",
  OIDC_PROVIDERS:
    "a JSON array of OpenID Connect providers, each with id, name, issuer, clientId, clientSecret, authorizationEndpoint, tokenEndpoint and jwksUri (src/auth/worker/identity-providers.ts); or nothing",
  MAIL_FROM: "the sender of mails, such as Croft <croft@example.com>",
  CLERK_WEBHOOK_SECRET:
    "the signing secret of Clerk's webhook endpoint (whsec_ and base64); nothing where Clerk sends no webhooks",
};

/** @throws Error that names each wrong variable and what to write, and never shows a value. */
export function parseAuthEnv(env: unknown): AuthSettings {
  const result = envSchema.safeParse(env);
  if (!result.success) {
    const wrong = new Set(result.error.issues.map((issue) => String(issue.path[0])));
    const lines = Object.entries(AUTH_ENV_ADVICE).filter(([name]) => wrong.has(name));
    throw new Error(lines.map(([name, advice]) => `${name} is missing or wrong: write ${advice}.`).join("\n"));
  }
  const { data } = result;
  return {
    publicUrl: data.PUBLIC_URL,
    secrets: data.AUTH_SECRETS,
    allowedOrigins: data.ALLOWED_ORIGINS,
    logLevel: data.LOG_LEVEL,
    mail: mailSettings(data),
    identityProviders: identityProviders(data),
    clerkWebhookSecret: data.CLERK_WEBHOOK_SECRET === "" ? null : data.CLERK_WEBHOOK_SECRET,
  };
}

function mailSettings(data: z.infer<typeof envSchema>): MailSettings | null {
  if (data.LOCAL_MAIL === "true") return { kind: "local" };
  if (data.MAIL_API_URL === "") return null;
  return { kind: "http", url: data.MAIL_API_URL, key: data.MAIL_API_KEY, from: data.MAIL_FROM };
}

function identityProviders(data: z.infer<typeof envSchema>): IdentityProvider[] {
  const google = data.GOOGLE_CLIENT_ID !== "" && data.GOOGLE_CLIENT_SECRET !== "";
  return [
    ...(google ? [googleProvider(data.GOOGLE_CLIENT_ID, data.GOOGLE_CLIENT_SECRET)] : []),
    ...data.OIDC_PROVIDERS,
  ];
}
