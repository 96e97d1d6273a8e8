/** How mails leave: through the API of a provider, or, in local runs, into a table that `/dev/mail` shows. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Mail } from "../accounts.ts";
import type { MailSettings } from "./env.ts";
import { localMails } from "./tables.ts";

/** @throws Error when the mail was not taken; it says why, and never what the mail says */
export type Mailer = (mail: Mail) => Promise<void>;

const TIMEOUT_MS = 10_000;

export function mailerOf(settings: MailSettings | null, database: DrizzleD1Database): Mailer {
  if (settings?.kind === "local") return keepLocally(database);
  if (settings?.kind === "http") return httpMailer(settings);
  return async () => {
    throw new Error("No mail provider is configured: set MAIL_API_URL, MAIL_API_KEY and MAIL_FROM.");
  };
}

/** One request a mail, with the field names that providers such as Resend share. */
export function httpMailer({ url, key, from }: Extract<MailSettings, { kind: "http" }>): Mailer {
  return async ({ to, subject, text, html }) => {
    const response = await fetch(url, {
      method: "POST",
      // A redirect would carry the key and the mail to wherever it points.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ from, to, subject, text, html }),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The mail provider answered ${response.status}.`);
  };
}

function keepLocally(database: DrizzleD1Database): Mailer {
  return async ({ to, subject, text, html }) => {
    await database.insert(localMails).values({ to, subject, text, html, sentAt: Date.now() });
  };
}
