import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { accounts } from "../../src/stubs.ts";
import { anAddress, Browser, mailTo, PASSWORD, type PageAnswer, signUpPerson } from "../support/accounts.ts";

/** Addresses by what they are here. */
const ADDRESSES: Record<string, string> = {
  "an account": "known@example.com",
  "an unconfirmed account": "unconfirmed@example.com",
  "a suspended account": "suspended@example.com",
  "no account": "nobody@example.com",
};
const names = Object.keys(ADDRESSES);
const emailOf = (name: string) => ADDRESSES[name] ?? "";

beforeAll(async () => {
  await signUpPerson(emailOf("an account"));
  await new Browser(anAddress()).post("/auth/sign-up/email", {
    name: "Test Person",
    email: emailOf("an unconfirmed account"),
    password: PASSWORD,
  });
  const { id } = await signUpPerson(emailOf("a suspended account"));
  await accounts(env).updatePerson(id, { status: "suspended" });
});

/** All of an answer but what differs from one request to the next, or was said in the request. */
function shape({ status, headers, text }: PageAnswer, email: string): object {
  const shown = text
    .replaceAll(email, "{email}")
    .replaceAll(/usr_[0-9A-Z]{26}/g, "{id}")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "{time}")
    .replaceAll(/"requestId":"[^"]+"/g, '"requestId":"{request}"');
  return { status, text: shown, headers: [...headers].filter(([name]) => name !== "x-request-id") };
}

async function shapesOf(path: string, bodyOf: (email: string) => object): Promise<object[]> {
  const asked = names.map(async (name) => {
    const email = emailOf(name);
    return shape(await new Browser(anAddress()).post(path, bodyOf(email)), email);
  });
  return Promise.all(asked);
}

describe("S21: an answer is the same for an account, an unconfirmed one, a suspended one, and none", () => {
  it.each<[string, string, (email: string) => object]>([
    ["a wrong password", "/auth/sign-in/email", (email) => ({ email, password: "not the password" })],
    ["asking for a new password", "/auth/request-password-reset", (email) => ({ email, redirectTo: "/" })],
    ["asking for another mail", "/auth/send-verification-email", (email) => ({ email, callbackURL: "/" })],
    ["signing up", "/auth/sign-up/email", (email) => ({ name: "N", email, password: "a password of one's own" })],
    ["signing up with a short password", "/auth/sign-up/email", (email) => ({ name: "N", email, password: "short" })],
  ])("to %s", async (_, path, bodyOf) => {
    const [first, ...others] = await shapesOf(path, bodyOf);
    for (const other of others) expect(other).toEqual(first);
  });

  it("to the right password, where it opens nothing", async () => {
    const refused = names.filter((name) => name !== "an account" && name !== "no account");
    const shapes = await Promise.all(
      refused.map(async (name) => {
        const body = { email: emailOf(name), password: PASSWORD };
        return shape(await new Browser(anAddress()).post("/auth/sign-in/email", body), body.email);
      }),
    );
    const wrong = { email: emailOf("an account"), password: "not the password" };
    const usual = shape(await new Browser(anAddress()).post("/auth/sign-in/email", wrong), wrong.email);
    for (const each of shapes) expect(each).toEqual(usual);
  });

  it("to whoever signs up with somebody else's address and tries that password", async () => {
    const password = "what somebody else has chosen";
    const attempts = [emailOf("an account"), "never-seen@example.com"].map(async (email) => {
      const browser = new Browser(anAddress());
      await browser.post("/auth/sign-up/email", { name: "N", email, password });
      return shape(await browser.post("/auth/sign-in/email", { email, password }), email);
    });
    const [known, unknown] = await Promise.all(attempts);
    expect(known).toEqual(unknown);
  });

  it("to signing up several times at once", async () => {
    const emails = [...Array<string>(5).fill("twice@example.com"), emailOf("an account")];
    const shapes = await Promise.all(
      emails.map(async (email) => {
        const body = { name: "N", email, password: PASSWORD };
        return shape(await new Browser(anAddress()).post("/auth/sign-up/email", body), email);
      }),
    );
    for (const each of shapes) expect(each).toEqual(shapes.at(-1));
  });

  it("and only the mailbox says which it was", async () => {
    expect((await mailTo(emailOf("an account"), "has an account already")).subject).toMatch(/already have an account/);
  });
});
