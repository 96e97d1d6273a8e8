import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { Authenticator } from "../support/authenticator.ts";
import {
  accountsOf,
  cameBack,
  errorOf,
  type OtherServices,
  signInWith,
  startWithOtherServices,
} from "../support/other-services.ts";
import { PASSWORD } from "../support/visitor.ts";

let services: OtherServices;
beforeAll(async () => {
  services = await startWithOtherServices();
});
afterAll(() => services?.stop());
beforeEach(() => services.renew());

describe("accounts of another service", () => {
  it("class 11: do not open an account whose address nobody has confirmed: whoever signed up first gets nothing", async () => {
    const attacker = services.visitor();
    await attacker.signUp(services.email);
    const victim = services.visitor();
    expect(errorOf(await signInWith(victim))).toBe("account_not_linked");
    expect(await victim.isSignedIn()).toBe(false);
    expect((await attacker.signIn(services.email)).status).toBe(401);
    // The mailbox is the victim's: a password chosen through it confirms the address, and ends the other one.
    await victim.post("/auth/request-password-reset", { email: services.email });
    const token = new URL(await victim.linkFor(services.email, "/auth/reset-password/")).pathname.split("/").at(-1);
    expect(
      (await victim.post("/auth/reset-password", { token, newPassword: "the victim's own password" })).status,
    ).toBe(200);
    expect((await attacker.signIn(services.email)).status).toBe(401);
    expect((await victim.signIn(services.email, "the victim's own password")).status).toBe(200);
    expect((await signInWith(services.visitor())).location).toBe("/welcome");
  });

  it("class 11: open and make no account with an address that the service has not confirmed, in either order", async () => {
    services.acme.person.email_verified = false;
    expect(errorOf(await signInWith(services.visitor()))).toBe("account_not_linked");
    const victim = await services.visitor().join(services.email);
    expect(errorOf(await signInWith(services.visitor()))).toBe("account_not_linked");
    expect((await accountsOf(victim)).providers).toEqual(["credential"]);
    services.acme.person.email_verified = "true";
    expect(errorOf(await signInWith(services.visitor()))).not.toBe(null);
  });

  it("open an account where both sides have confirmed the address", async () => {
    const person = await services.visitor().join(services.email);
    const { id } = await accountsOf(person);
    const browser = services.visitor();
    expect((await signInWith(browser)).location).toBe("/welcome");
    expect(await accountsOf(browser)).toMatchObject({ id, providers: ["acme", "credential"] });
  });

  it("class 2: are no way around a second factor that nobody signed in has opened for them", async () => {
    const person = await services.visitor().join(services.email);
    const enabled = await person.post("/auth/two-factor/enable", { password: PASSWORD });
    const { totpURI } = z.object({ totpURI: z.string() }).parse(JSON.parse(enabled.text));
    expect(
      (await person.post("/auth/two-factor/verify-totp", { code: await new Authenticator(totpURI).code() })).status,
    ).toBe(200);
    expect(errorOf(await signInWith(services.visitor()))).toBe("account_not_linked");
    const { back } = await cameBack(person, "acme", "/auth/link-social");
    expect((await person.get(back)).location).toBe("/welcome");
    expect((await signInWith(services.visitor())).location).toBe("/welcome");
  });

  it("are added by whoever is signed in, to their account and no other", async () => {
    const person = await services.visitor().join(services.email);
    const { back } = await cameBack(person, "acme", "/auth/link-social");
    expect((await person.get(back)).location).toBe("/welcome");
    expect((await accountsOf(person)).providers).toEqual(["acme", "credential"]);
    const email = services.email;
    services.other.person = { ...services.other.person, email: `another-${services.email}` };
    const { back: different } = await cameBack(person, "other", "/auth/link-social");
    expect(errorOf(await person.get(different))).not.toBe(null);
    expect((await accountsOf(person)).email).toBe(email);
    expect((await services.visitor().post("/auth/link-social", { provider: "acme", callbackURL: "/" })).status).toBe(
      401,
    );
  });
});
