/** What croft-auth writes to people. */
import type { Mail } from "../accounts.ts";
import { escapeHtml } from "../html.ts";

interface Recipient {
  readonly email: string;
  readonly name: string;
}

/** Asks somebody who signed up to prove that the address is theirs. */
export function verificationMail(to: Recipient, link: string): Mail {
  return mailOf(to, "Confirm your e-mail address", [
    "please confirm that this e-mail address is yours. The link works for one hour:",
    { link, label: "Confirm the address" },
    "If you did not sign up, you need not do anything; without the confirmation nobody can sign in.",
  ]);
}

/** Lets somebody choose a new password. */
export function resetMail(to: Recipient, link: string): Mail {
  return mailOf(to, "Choose a new password", [
    "somebody, probably you, asked for a new password for your account. The link works once, for one hour:",
    { link, label: "Choose a new password" },
    "If it was not you, you need not do anything: your password stays as it is.",
  ]);
}

/** Tells the owner of an account that somebody tried to sign up with its address. The answer to that somebody was the usual one. */
export function existingAccountMail(to: Recipient, publicUrl: string): Mail {
  return mailOf(to, "You already have an account", [
    "somebody, probably you, tried to sign up with this e-mail address, but it has an account already. Sign in with it, or ask for a new password if you have forgotten yours:",
    { link: `${publicUrl}/account`, label: "To your account" },
    "If it was not you, you need not do anything.",
  ]);
}

/**
 * A link of Better Auth that leads to this page in the end, unless whoever asked for the mail named another: left to itself it
 * leads to `/` or nowhere.
 */
export function leadingTo(page: string, link: string): string {
  const url = new URL(link);
  if (["", "/"].includes(url.searchParams.get("callbackURL") ?? "")) url.searchParams.set("callbackURL", page);
  return url.href;
}

type Paragraph = string | { readonly link: string; readonly label: string };

function mailOf(to: Recipient, subject: string, paragraphs: readonly Paragraph[]): Mail {
  const greeting = `Hello ${to.name},`;
  const text = [greeting, ...paragraphs.map((each) => (typeof each === "string" ? each : each.link))].join("\n\n");
  const html = [greeting, ...paragraphs].map((each) => `<p>${htmlOf(each)}</p>`).join("\n");
  return { to: to.email, subject, text: `${text}\n`, html };
}

function htmlOf(paragraph: Paragraph): string {
  if (typeof paragraph === "string") return escapeHtml(paragraph);
  return `<a href="${escapeHtml(paragraph.link)}">${escapeHtml(paragraph.label)}</a>`;
}
