/** `GET /dev/mail`: the mails of a local run, as a page or as JSON, the newest first. `?to=` shows those of one address. */
import { desc, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { escapeHtml } from "../html.ts";
import { localMails } from "./tables.ts";

type LocalMail = typeof localMails.$inferSelect;

const SHOWN = 100;
/** Mails hold what others wrote: nothing on the page runs, loads or frames anything. The style is in the page. */
const POLICY =
  "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2320;background:#fff}" +
  "article{border-top:1px solid #ccd3ce;padding:1rem 0}h2{font-size:1.1rem;margin:0}p{margin:.2rem 0;color:#55605a}" +
  "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;color:inherit}" +
  "@media(prefers-color-scheme:dark){body{color:#e6ebe8;background:#161a18}article{border-color:#38403b}p{color:#a3ada7}a{color:#8ec5ff}}";

export async function showLocalMails(request: Request, database: DrizzleD1Database): Promise<Response> {
  const to = new URL(request.url).searchParams.get("to");
  const mails = await database
    .select()
    .from(localMails)
    .where(to === null ? undefined : eq(localMails.to, to.toLowerCase()))
    .orderBy(desc(localMails.id))
    .limit(SHOWN);
  if (wantsJson(request)) return Response.json({ data: mails.map(shown), meta: {} });
  return new Response(page(mails), {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": POLICY.replace("{style}", await digest(STYLE)),
    },
  });
}

function wantsJson(request: Request): boolean {
  const accept = request.headers.get("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}

function shown({ to, subject, text, html, sentAt }: LocalMail): object {
  return { to, subject, text, html, sentAt: new Date(sentAt).toISOString() };
}

function page(mails: readonly LocalMail[]): string {
  const list = mails.length === 0 ? "<p>No mail was sent yet.</p>" : mails.map(article).join("\n");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mail</title><style>${STYLE}</style></head>
<body><h1>Mail of this local run</h1>
${list}
</body>
</html>
`;
}

function article({ to, subject, text, sentAt }: LocalMail): string {
  const at = new Date(sentAt).toISOString();
  return `<article><h2>${escapeHtml(subject)}</h2><p>To ${escapeHtml(to)}, <time datetime="${at}">${at}</time></p><pre>${linked(text)}</pre></article>`;
}

/** The text with its http addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 0 ? escapeHtml(part) : `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>`,
    )
    .join("");
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes));
}
