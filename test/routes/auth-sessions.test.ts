import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { accounts } from "../../src/stubs.ts";
import { Browser, linkFor, mailTo, PASSWORD, type PageAnswer, signUpPerson, tokenOf } from "../support/accounts.ts";

const NEW_PASSWORD = "a staple that is new";
const sessionsSchema = z.array(z.object({ id: z.string(), token: z.string(), userAgent: z.string() }));
const auth = accounts(env);

const parsed = ({ text }: PageAnswer): unknown => JSON.parse(text);

/** Signs somebody in once more, elsewhere. */
async function signIn(email: string, password = PASSWORD): Promise<{ browser: Browser; answer: PageAnswer }> {
  const browser = new Browser();
  const answer = await browser.post("/auth/sign-in/email", { email, password }, { "user-agent": "Phone" });
  return { browser, answer };
}

/** The session that a browser's tokens come from. */
async function sessionOf(browser: Browser): Promise<string> {
  return z.string().parse(decodeJwt(await tokenOf(browser)).sid);
}

/** Ids of the sessions that ended while `work` ran. */
async function endedBy(work: () => Promise<unknown>): Promise<string[]> {
  const { position } = await auth.endedSince(0);
  await work();
  return (await auth.endedSince(position)).sessions.map(({ id }) => id).sort();
}

describe("sessions", () => {
  it("are listed for their owner, with what is known of each, and one of them can be ended", async () => {
    const { browser, email } = await signUpPerson();
    const phone = await signIn(email);
    const listed = sessionsSchema.parse(parsed(await browser.get("/auth/list-sessions")));
    expect(listed.map(({ userAgent }) => userAgent).sort()).toEqual(["", "Phone"]);
    const onPhone = await sessionOf(phone.browser);
    const token = listed.find(({ id }) => id === onPhone)?.token;
    expect(await endedBy(() => browser.post("/auth/revoke-session", { token }))).toEqual([onPhone]);
    expect((await phone.browser.post("/auth/token")).status).toBe(401);
    expect((await browser.post("/auth/token")).status).toBe(200);
  });

  it("of others cannot be ended with what is known of them", async () => {
    const [mallory, victim] = [await signUpPerson(), await signUpPerson()];
    const [listed] = sessionsSchema.parse(parsed(await victim.browser.get("/auth/list-sessions")));
    expect(await endedBy(() => mallory.browser.post("/auth/revoke-session", { token: listed?.token }))).toEqual([]);
    expect((await victim.browser.post("/auth/token")).status).toBe(200);
  });

  it.each([
    ["/auth/revoke-other-sessions", 200],
    ["/auth/revoke-sessions", 401],
  ])("end together with %s, which leaves the caller with %d", async (path, left) => {
    const { browser, email } = await signUpPerson();
    const [one, two] = [await signIn(email), await signIn(email)];
    const all = [await sessionOf(browser), await sessionOf(one.browser), await sessionOf(two.browser)];
    const others = left === 200 ? all.slice(1) : all;
    expect(await endedBy(() => browser.post(path))).toEqual(others.sort());
    expect([(await browser.post("/auth/token")).status, (await one.browser.post("/auth/token")).status]).toEqual([
      left,
      401,
    ]);
  });

  it("have a cookie whose signature counts", async () => {
    const { browser } = await signUpPerson();
    // Its first character: two bits of the last one are padding, and "A" and "B" there are the same signature.
    const forged = browser.cookie.replace(/\.(.)/, (_, first) => `.${first === "A" ? "B" : "A"}`);
    expect(forged).not.toBe(browser.cookie);
    for (const cookie of [forged, browser.cookie.split(".")[0] ?? "", `${browser.cookie}x`])
      expect((await new Browser().post("/auth/token", undefined, { cookie })).status).toBe(401);
  });
});

describe("class 10: sessions end", () => {
  it("all of them with a new password, whether or not that was asked for, and the one who chose it goes on", async () => {
    const { browser, email } = await signUpPerson();
    const elsewhere = await signIn(email);
    const before = [await sessionOf(browser), await sessionOf(elsewhere.browser)].sort();
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD, revokeOtherSessions: false };
    expect(await endedBy(() => browser.post("/auth/change-password", change))).toEqual(before);
    expect((await elsewhere.browser.post("/auth/token")).status).toBe(401);
    expect(before).not.toContain(await sessionOf(browser));
    expect((await signIn(email)).answer.status).toBe(401);
    expect((await signIn(email, NEW_PASSWORD)).answer.status).toBe(200);
  });

  it("all of them when the password is reset", async () => {
    const { browser, email } = await signUpPerson();
    const session = await sessionOf(browser);
    await new Browser().post("/auth/request-password-reset", { email, redirectTo: "/new-password" });
    const opened = await new Browser().get(await linkFor(email, "/auth/reset-password"));
    const token = new URL(opened.headers.get("location") ?? "", "https://croft.test").searchParams.get("token");
    const reset = { newPassword: NEW_PASSWORD, token };
    expect(await endedBy(() => new Browser().post("/auth/reset-password", reset))).toEqual([session]);
    expect((await browser.post("/auth/token")).status).toBe(401);
  });

  it("all of them when somebody is suspended, who cannot come back until that is over", async () => {
    const { browser, email, id } = await signUpPerson();
    const session = await sessionOf(browser);
    const suspended = await auth.updatePerson(id, { status: "suspended" });
    expect(suspended).toMatchObject({
      person: { id, status: "suspended" },
      ended: { userId: id, sessions: [session] },
    });
    expect((await auth.endedSince(0)).sessions.map((ended) => ended.id)).toContain(session);
    expect((await browser.post("/auth/token")).status).toBe(401);
    const refused = await signIn(email);
    // In the words for a wrong password: whether an address has an account is told to nobody.
    expect(parsed(refused.answer)).toMatchObject({
      code: "INVALID_EMAIL_OR_PASSWORD",
      error: { code: "UNAUTHENTICATED" },
    });
    expect(refused.browser.cookie).toBe("");
    await auth.updatePerson(id, { status: "active" });
    expect((await signIn(email)).answer.status).toBe(200);
  });

  it("all of them when somebody becomes an operator, or is one no longer", async () => {
    const { browser, email, id } = await signUpPerson();
    const session = await sessionOf(browser);
    expect(await auth.updatePerson(id, { operator: true })).toMatchObject({ ended: { sessions: [session] } });
    const operator = await signIn(email);
    expect(decodeJwt(await tokenOf(operator.browser))).not.toHaveProperty("role");
    expect(decodeJwt(await tokenOf(operator.browser, "operator"))).toMatchObject({ role: "operator", sub: id });
    await auth.updatePerson(id, { operator: false });
    expect((await operator.browser.post("/auth/token", { role: "operator" })).status).toBe(401);
    const former = await signIn(email);
    expect((await former.browser.post("/auth/token", { role: "operator" })).status).toBe(403);
  });

  it("more than a hundred of them at once", async () => {
    const { browser, email, id } = await signUpPerson();
    const { cookie } = browser;
    await env.TEST_AUTH_DB.prepare(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) INSERT INTO sessions SELECT 'ses_' || i, 't' || i, ?, expires_at, '', '', created_at, updated_at FROM n, sessions WHERE user_id = ?",
    )
      .bind(id, id)
      .run();
    const ended = await endedBy(() => browser.post("/auth/revoke-sessions"));
    expect(ended).toHaveLength(151);
    expect((await new Browser().post("/auth/token", undefined, { cookie })).status).toBe(401);
    expect((await signIn(email)).answer.status).toBe(200);
  });
});

describe("class 6: what works once", () => {
  it("lets one of 50 parallel password resets win", async () => {
    const { email } = await signUpPerson();
    await new Browser().post("/auth/request-password-reset", { email, redirectTo: "/new-password" });
    const opened = await new Browser().get(await linkFor(email, "/auth/reset-password"));
    const token = new URL(opened.headers.get("location") ?? "", "https://croft.test").searchParams.get("token");
    const reset = (n: number) =>
      new Browser().post("/auth/reset-password", { newPassword: `staple number ${n}`, token });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => reset(n)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(49);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await signIn(email, `staple number ${winner}`)).answer.status).toBe(200);
  });

  it("verifies an address with 50 parallel clicks, once, and signs nobody in", async () => {
    const email = "clicks@example.com";
    await new Browser().post("/auth/sign-up/email", { name: "C", email, password: PASSWORD });
    const link = await linkFor(email, "/auth/verify-email");
    const browsers = Array.from({ length: 50 }, () => new Browser());
    const answers = await Promise.all(browsers.map((browser) => browser.get(link)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]));
    expect(new Set(browsers.map(({ cookie }) => cookie))).toEqual(new Set([""]));
    const { results } = await env.TEST_AUTH_DB.prepare(
      "SELECT count(*) AS n FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = ?",
    )
      .bind(email)
      .all();
    expect(results).toEqual([{ n: 0 }]);
  });

  it("makes one account of 20 parallel sign-ups with one address", async () => {
    const email = "twins@example.com";
    const sign = () => new Browser().post("/auth/sign-up/email", { name: "T", email, password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 20 }, sign));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const { results } = await env.TEST_AUTH_DB.prepare("SELECT count(*) AS n FROM users WHERE email = ?")
      .bind(email)
      .all();
    expect(results).toEqual([{ n: 1 }]);
  });
});

describe("known and unknown addresses", () => {
  it("get the same answers", async () => {
    const { email } = await signUpPerson();
    const stranger = "stranger@example.com";
    const answers = async (address: string) => {
      const browser = new Browser();
      const { user, token } = z
        .looseObject({ user: z.looseObject({}) })
        .parse(parsed(await browser.post("/auth/sign-up/email", { name: "X", email: address, password: PASSWORD })));
      const asked = await browser.post("/auth/request-password-reset", { email: address });
      const wrong = await browser.post("/auth/sign-in/email", { email: address, password: "not the password" });
      const again = await browser.post("/auth/send-verification-email", { email: address });
      const { id, createdAt, updatedAt, email: own, ...shown } = user;
      const { error: _, ...refusal } = z.looseObject({}).parse(parsed(wrong));
      return { shown, token, asked: asked.text, wrong: [wrong.status, refusal], again: again.text };
    };
    expect(await answers(email)).toEqual(await answers(stranger));
    expect((await mailTo(email, "has an account already")).subject).toBe("You already have an account");
  });
});

describe("operators", () => {
  it("find people by name and address, page by page", async () => {
    const made: string[] = [];
    for (const name of ["Anna", "Annabel", "Hannah"])
      made.push((await signUpPerson(`${name}@people.example`, name)).id);
    const first = await auth.people({ q: "ANNA", limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const second = await auth.people({ q: "ANNA", limit: 2, cursor: first.nextCursor ?? "" });
    expect([second.data.map(({ id }) => id), second.nextCursor]).toEqual([made.slice(2), null]);
    expect((await auth.people({ q: "%", limit: 2 })).data).toEqual([]);
    expect(await auth.updatePerson("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", { status: "suspended" })).toBeNull();
  });
});
