import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ENDED_HEADER, endedSinceSchema, jwksSchema, peopleSchema, personSchema } from "../../src/auth/accounts.ts";
import { database } from "../../src/auth/worker/auth.ts";
import { settings } from "../../src/auth/worker/bindings.ts";
import { mailerOf } from "../../src/auth/worker/mailer.ts";

/** The entrypoint that croft is bound to. */
const accountsSchema = z.object({
  Accounts: z.custom<Service<typeof import("../../src/auth/worker/worker.ts").Accounts>>(Boolean),
});
const { Accounts: accounts } = accountsSchema.parse({ Accounts: Reflect.get(exports, "Accounts") });

const email = "ada@example.com";
const password = "correct horse battery";

async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await accounts.fetch(settings.publicUrl + path, {
    method,
    redirect: "manual",
    headers: { origin: settings.publicUrl, "content-type": "application/json", ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const mailsSchema = z.object({ data: z.array(z.object({ text: z.string(), html: z.string() })) });

async function linkInMail(): Promise<string> {
  for (;;) {
    const { text } = await call("GET", "/dev/mail", undefined, { accept: "application/json" });
    const link = mailsSchema.parse(JSON.parse(text)).data[0]?.text.match(/https:\S+/)?.[0];
    if (link) return link.slice(settings.publicUrl.length);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Signs Ada in, and up before if she is new. */
async function signIn(): Promise<{ id: string; cookie: string }> {
  const first = await call("POST", "/auth/sign-in/email", { email, password });
  if (first.status === 401) {
    await call("POST", "/auth/sign-up/email", { name: 'Ada <b>"Lovelace"</b>', email, password });
    await call("GET", await linkInMail());
    return signIn();
  }
  const { user } = z.object({ user: z.object({ id: z.string() }) }).parse(JSON.parse(first.text));
  return { id: user.id, cookie: first.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

describe("croft-auth", () => {
  it("tells croft in a header which sessions a request ended, and anybody who asks later", async () => {
    const { id, cookie } = await signIn();
    const { position } = endedSinceSchema.parse(await accounts.endedSince(0));
    const { headers } = await call("POST", "/auth/sign-out", {}, { cookie });
    const [userId, sessions] = (headers.get(ENDED_HEADER) ?? "").split(" ");
    expect([userId, sessions]).toEqual([id, expect.stringMatching(/^ses_[0-9A-Z]{26}$/)]);
    const later = endedSinceSchema.parse(await accounts.endedSince(position));
    expect(later.sessions).toEqual([{ id: sessions, until: expect.any(Number) }]);
    const [ended] = later.sessions;
    expect((ended?.until ?? 0) - Date.now()).toBeGreaterThan(300_000);
    expect(endedSinceSchema.parse(await accounts.endedSince(later.position)).sessions).toEqual([]);
  });

  it("says nothing of sessions where none ended", async () => {
    const { cookie } = await signIn();
    expect((await call("GET", "/auth/get-session", undefined, { cookie })).headers.get(ENDED_HEADER)).toBeNull();
  });

  it("prolongs a session that is used, with the token", async () => {
    const { id, cookie } = await signIn();
    await database.run(`UPDATE sessions SET expires_at = expires_at - 2 * 86400000 WHERE user_id = '${id}'`);
    const { headers } = await call("POST", "/auth/token", {}, { cookie });
    expect(headers.get("set-cookie")).toMatch(/^__Host-croft-session=.*Max-Age=604800/);
    expect((await call("POST", "/auth/token", {}, { cookie })).headers.get("set-cookie")).toBeNull();
  });

  it("has a page for mails that runs nothing, whatever is written in them", async () => {
    await signIn();
    const { text, headers } = await call("GET", "/dev/mail", undefined, { accept: "text/html" });
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}';/);
    expect(text).toContain("Hello Ada &lt;b&gt;&quot;Lovelace&quot;&lt;/b&gt;,");
    expect(text).toContain(`<a href="${settings.publicUrl}/auth/verify-email?token=`);
    expect(text).not.toContain("<b>");
    const json = await call("GET", "/dev/mail", undefined, { accept: "application/json" });
    expect(mailsSchema.parse(JSON.parse(json.text)).data[0]?.html).not.toContain("<b>");
    expect((await call("GET", "/dev/mail?to=nobody@example.com")).text).toContain("No mail was sent yet.");
  });

  it("answers croft about people and keys", async () => {
    const { id } = await signIn();
    expect(personSchema.parse(await accounts.person(id))).toMatchObject({ id, email });
    expect(peopleSchema.parse(await accounts.people({ limit: 10 }))).toMatchObject({ nextCursor: null });
    expect(jwksSchema.parse(await accounts.jwks()).keys).toHaveLength(1);
    expect(await accounts.updatePerson(id, { status: "active" })).toMatchObject({ person: { id } });
  });

  it("says what to set where there is no provider of mails", async () => {
    const mail = { to: email, subject: "x", text: "x", html: "x" };
    await expect(mailerOf(null, database)(mail)).rejects.toThrow("set MAIL_API_URL, MAIL_API_KEY and MAIL_FROM");
  });

  it("has no door of its own", async () => {
    expect((await exports.default.fetch(`${settings.publicUrl}/auth/jwks`)).status).toBe(404);
  });
});
