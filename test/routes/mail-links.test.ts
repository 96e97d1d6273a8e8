import { describe, expect, it } from "vitest";
import { Browser, linkFor, mailTo, PASSWORD, PUBLIC_URL, signUpPerson } from "../support/accounts.ts";

describe("links of mails", () => {
  it("lead to where one signs in, unless whoever asks for the mail names another", async () => {
    const browser = new Browser();
    const verifyPageOf = async (email: string, more: object) => {
      await browser.post("/auth/sign-up/email", { name: "Ada", email, password: PASSWORD, ...more });
      return new URL(await linkFor(email, "/auth/verify-email"), PUBLIC_URL).searchParams.get("callbackURL");
    };
    expect(await verifyPageOf("leads-1@example.com", {})).toBe("/sign-in?confirmed=yes");
    expect(await verifyPageOf("leads-2@example.com", { callbackURL: "/" })).toBe("/sign-in?confirmed=yes");
    expect(await verifyPageOf("leads-3@example.com", { callbackURL: "/invitations/x" })).toBe("/invitations/x");
  });

  it("lead from there to pages that are there, also when they are over", async () => {
    const { email } = await signUpPerson();
    const browser = new Browser();
    await browser.post("/auth/request-password-reset", { email });
    const link = await linkFor(email, "/auth/reset-password/");
    const good = await browser.get(link);
    expect(good.headers.get("location")).toMatch(/^https:\/\/croft\.test\/account\/password\?token=\w+$/);
    const over = await browser.get(link.replace(/reset-password\/\w+/, "reset-password/over"));
    expect(over.headers.get("location")).toBe("https://croft.test/account/password?error=INVALID_TOKEN");
    await browser.post("/auth/sign-up/email", { name: "Ada", email, password: PASSWORD });
    expect((await mailTo(email, "has an account already")).text).toContain(`${PUBLIC_URL}/account\n`);
  });
});
