import { describe, expect, it } from "vitest";
import { Browser, PASSWORD, signUpPerson } from "../support/accounts.ts";
import { signUpGuarded, verifyBackupCode, verifyTotp } from "../support/second-factor.ts";

const statusesOf = (answers: readonly { status: number }[]) => answers.map(({ status }) => status);
const count = (statuses: readonly number[], status: number) => statuses.filter((each) => each === status).length;

describe("a second factor", () => {
  it("is switched on with the password and a first code, and not before", async () => {
    const person = await signUpPerson();
    const refused = await person.browser.post("/auth/two-factor/enable", { password: "not my password" });
    expect(refused.status).toBe(400);
    expect((await person.browser.post("/auth/two-factor/enable", {})).status).toBe(400);
    await person.browser.post("/auth/two-factor/enable", { password: PASSWORD });
    // The app never showed a code: signing in takes the password alone, so that nobody locks themselves out.
    const again = await person.browser.post("/auth/sign-in/email", { email: person.email, password: PASSWORD });
    expect(JSON.parse(again.text)).not.toHaveProperty("twoFactorRedirect");
  });

  it("class 2: half a sign-in opens nothing", async () => {
    const person = await signUpGuarded();
    const half = await person.half();
    expect(half.cookie).toMatch(/__Host-croft-two-factor=/);
    expect(half.cookie).not.toMatch(/__Host-croft-session=/);
    expect((await half.get("/auth/get-session")).text).toBe("null");
    const reads = await Promise.all(
      [
        "/auth/list-sessions",
        "/auth/list-accounts",
        "/auth/passkey/list-user-passkeys",
        "/auth/passkey/generate-register-options",
      ].map((path) => half.get(path)),
    );
    const writes = await Promise.all([
      half.post("/auth/token"),
      half.post("/auth/update-user", { name: "Mallory" }),
      half.post("/auth/change-password", { currentPassword: PASSWORD, newPassword: "another long password" }),
      half.post("/auth/two-factor/disable", { password: PASSWORD }),
      half.post("/auth/two-factor/generate-backup-codes", { password: PASSWORD }),
      half.post("/auth/two-factor/get-totp-uri", { password: PASSWORD }),
      half.post("/auth/link-social", { provider: "acme" }),
      half.post("/auth/revoke-sessions"),
      half.post("/auth/delete-user", { password: PASSWORD }),
    ]);
    expect(new Set(statusesOf([...reads, ...writes]))).toEqual(new Set([401]));
    // The session that was open before goes on.
    expect(await person.token()).toMatch(/^eyJ/);
  });

  it("completes a sign-in with a code, and that code does so once", async () => {
    const person = await signUpGuarded();
    const code = await person.app.code(1);
    const first = await person.half();
    expect((await verifyTotp(first, code)).status).toBe(200);
    expect((await first.post("/auth/token")).status).toBe(200);
    const second = await person.half();
    expect((await verifyTotp(second, code)).status).toBe(401);
    expect((await second.post("/auth/token")).status).toBe(401);
  });

  it("class 6: of 50 sign-ins at once with one code exactly one gets in", async () => {
    const person = await signUpGuarded();
    const halves = (await person.halves(5)).flatMap((half) => Array(10).fill(half));
    const code = await person.app.code(1);
    const statuses = statusesOf(await Promise.all(halves.map((half) => verifyTotp(half, code))));
    expect(count(statuses, 200)).toBe(1);
    const tokens = statusesOf(await Promise.all([...new Set(halves)].map((half) => half.post("/auth/token"))));
    expect(count(tokens, 200)).toBe(1);
  });

  it("class 6: of 50 uses of a backup code at once exactly one counts", async () => {
    const person = await signUpGuarded();
    const [code = ""] = person.backupCodes;
    const halves = (await person.halves(5)).flatMap((half) => Array(10).fill(half));
    const statuses = statusesOf(await Promise.all(halves.map((half) => verifyBackupCode(half, code))));
    expect(count(statuses, 200)).toBe(1);
    expect((await verifyBackupCode(await person.half(), code)).status).toBeGreaterThanOrEqual(400);
  });

  it("S13: wrong codes are limited per person, whatever the address and the sign-in they come from", async () => {
    const person = await signUpGuarded();
    const halves = (await person.halves(5)).flatMap((half) => Array(6).fill(half));
    const totp = statusesOf(await Promise.all(halves.map((half) => verifyTotp(half, "000000"))));
    // Better Auth ends a sign-in after five wrong codes of its own: a 400.
    expect(totp.length - count(totp, 429)).toBe(10);
    const backup = statusesOf(await Promise.all(halves.map((half) => verifyBackupCode(half, "aaaaa-aaaaa"))));
    expect(backup.length - count(backup, 429)).toBe(10);
    // Their own session is not held up.
    expect(await person.token()).toMatch(/^eyJ/);
  });

  it("trusts no device", async () => {
    const person = await signUpGuarded();
    const half = await person.half();
    const answer = await half.post("/auth/two-factor/verify-totp", {
      code: await person.app.code(1),
      trustDevice: true,
    });
    expect(answer.status).toBe(422);
  });

  it("is switched off with the password alone, and guesses of it are limited", async () => {
    const person = await signUpGuarded();
    expect((await person.browser.post("/auth/two-factor/disable", {})).status).toBe(400);
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () =>
        person.browser.post("/auth/two-factor/disable", { password: "not my password" }),
      ),
    );
    expect(count(statusesOf(guesses), 429)).toBe(11);
    const other = await signUpGuarded();
    expect((await other.browser.post("/auth/two-factor/disable", { password: PASSWORD })).status).toBe(200);
    const after = new Browser();
    await after.post("/auth/sign-in/email", { email: other.email, password: PASSWORD });
    expect((await after.post("/auth/token")).status).toBe(200);
  });

  it("class 10: a new password ends sign-ins that wait for a second factor", async () => {
    const person = await signUpGuarded();
    const half = await person.half();
    const changed = await person.browser.post("/auth/change-password", {
      currentPassword: PASSWORD,
      newPassword: "another long password",
    });
    expect(changed.status).toBe(200);
    expect((await verifyTotp(half, await person.app.code(1))).status).toBe(401);
    expect((await half.post("/auth/token")).status).toBe(401);
  });
});
