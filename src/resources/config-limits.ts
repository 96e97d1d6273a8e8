/** The numbers and addresses of a configuration: each wrong one has its own sentence. */
import type { ConfigInput, Plan, RateQuota } from "./config.ts";

/** @throws Error that names the setting and says what it must be. */
export function requireLimits(config: ConfigInput): void {
  if (config.name.trim() === "") throw new Error('Configuration: "name" is empty; give the application a name.');
  for (const [name, plan] of Object.entries(config.plans)) requirePlan(name, plan);
  if (!Object.hasOwn(config.plans, config.defaultPlan)) {
    const known = Object.keys(config.plans).join(", ") || "none";
    throw new Error(
      `Configuration: "defaultPlan" is "${config.defaultPlan}", but "plans" has no such plan; it has: ${known}.`,
    );
  }
  for (const [name, value] of Object.entries(config.retention)) requireWhole(`retention.${name}`, value, 1);
  requireWhole("tenantsPerPerson", config.tenantsPerPerson, 0);
  requireWhole("unauthenticatedPerMinute", config.unauthenticatedPerMinute, 1);
  for (const origin of config.allowedOrigins) requireOrigin(origin);
  for (const [name, upstream] of Object.entries(config.upstreams))
    requireBaseUrl(`upstreams.${name}.baseUrl`, upstream.baseUrl);
}

function requirePlan(name: string, plan: Plan): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
    throw new Error(`Configuration: the plan "${name}" must be kebab-case, 1 to 40 characters.`);
  const path = `plans.${name}`;
  requireQuota(`${path}.reads`, plan.reads);
  requireQuota(`${path}.writes`, plan.writes);
  requireQuota(`${path}.perCredential.reads`, plan.perCredential.reads);
  requireQuota(`${path}.perCredential.writes`, plan.perCredential.writes);
  requireWhole(`${path}.maxSockets`, plan.maxSockets, 0);
  // 32,768 hibernating WebSockets an object (platform.md 1.1).
  if (plan.maxSockets > 32_768)
    throw new Error(
      `Configuration: "${path}.maxSockets" is ${plan.maxSockets}; an object holds at most 32768 sockets.`,
    );
  if (plan.maxRecords !== undefined) requireWhole(`${path}.maxRecords`, plan.maxRecords, 0);
  if (plan.maxFollows !== undefined) requireWhole(`${path}.maxFollows`, plan.maxFollows, 0);
  requireWhole(`${path}.storageBytes`, plan.storageBytes, 1);
}

function requireQuota(path: string, quota: RateQuota): void {
  requireWhole(`${path}.quota`, quota.quota, 1);
  requireWhole(`${path}.window`, quota.window, 1);
}

function requireWhole(path: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new Error(`Configuration: "${path}" is ${value}; it must be a whole number of at least ${least}.`);
}

/** Whether a text is the origin of a web page, written as browsers send it. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text);
}

function requireOrigin(origin: string): void {
  if (isOrigin(origin)) return;
  throw new Error(
    `Configuration: "allowedOrigins" lists "${origin}", which is no origin; write scheme and host alone, such as https://app.example.com.`,
  );
}

function requireBaseUrl(path: string, url: string): void {
  if (URL.canParse(url) && /^https?:\/\/.*[^/]$/.test(url)) return;
  throw new Error(
    `Configuration: "${path}" is "${url}"; it must be an http or https address without a slash at the end.`,
  );
}
