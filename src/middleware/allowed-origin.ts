/** Which web pages may call: those of the installation itself, of croft.config.ts and of `ALLOWED_ORIGINS`. */
import { config } from "../croft.config.ts";
import { parseEnv } from "../env.ts";

/** Whether `origin` is one of them, exactly as browsers write it. */
export function isAllowedOrigin(origin: string, env: unknown): boolean {
  const { publicUrl, allowedOrigins } = parseEnv(env);
  return origin === publicUrl || config.allowedOrigins.includes(origin) || allowedOrigins.includes(origin);
}
