import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { openBrowser } from "../support/browser.ts";
import { startProvider, type TestProvider } from "../support/identity-provider.ts";
import { addAuthenticator } from "../support/passkeys.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let browser: Browser;
let provider: TestProvider;
let server: TestServer;
/** Passkeys belong to a name, and an IP address is none. */
let url: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  provider = await startProvider();
  server = await startServer({
    PUBLIC_URL: "http://localhost:{port}",
    OIDC_PROVIDERS: JSON.stringify([provider.settings("acme")]),
  });
  url = server.url.replace("127.0.0.1", "localhost");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop();
});
beforeEach(async () => {
  // The only page of the installation so far lets nothing run; what a test runs in it stands for one that would.
  context = await browser.newContext({ bypassCSP: true });
  page = await context.newPage();
  await page.goto(`${url}/dev/mail`);
});
afterEach(() => context.close());

/** Calls `/auth/…` from the page, with its cookies. */
async function call(path: string, body?: object): Promise<{ status: number; text: string }> {
  return page.evaluate(
    async ([to, json]) => {
      const sent = { method: "POST", headers: { "Content-Type": "application/json" } };
      const response = await fetch(to, json === null ? {} : { ...sent, body: json });
      return { status: response.status, text: await response.text() };
    },
    [path, body ? JSON.stringify(body) : null] as const,
  );
}

const cookies = async () => (await context.cookies(url)).map(({ name }) => name);
const startedSchema = z.object({ url: z.string() });

describe("a browser", () => {
  it("goes to another service and comes back signed in", async () => {
    provider.person = { sub: "ada", email: "ada@example.com", email_verified: true, name: "Ada" };
    const started = await call("/auth/sign-in/social", { provider: "acme", callbackURL: "/dev/mail" });
    const { url: asked } = startedSchema.parse(JSON.parse(started.text));
    expect(new URL(asked).origin).toBe(new URL(provider.issuer).origin);
    await page.goto(asked);
    expect(page.url()).toBe(`${url}/dev/mail`);
    expect(await cookies()).toEqual(["__Host-croft-session"]);
    expect((await call("/auth/token", {})).status).toBe(200);
    const script = await page.evaluate(() => document.cookie);
    expect(script).toBe("");
  });

  it("S9: that did not ask for it is not signed in by somebody else's way back", async () => {
    provider.person = { sub: "mallory", email: "mallory@example.com", email_verified: true };
    const mallory = new Visitor(url);
    const started = await mallory.post("/auth/sign-in/social", { provider: "acme", callbackURL: "/dev/mail" });
    const { location } = await mallory.get(startedSchema.parse(JSON.parse(started.text)).url);
    await page.goto(location);
    expect(new URL(page.url()).searchParams.get("error")).toBe("state_mismatch");
    expect(await cookies()).toEqual([]);
  });
});

/** Makes a credential from what croft-auth asks for. */
async function register(): Promise<{ status: number; text: string }> {
  const { text } = await call("/auth/passkey/generate-register-options");
  const response = await page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(json));
    const made = await navigator.credentials.create({ publicKey });
    return made instanceof PublicKeyCredential ? made.toJSON() : null;
  }, text);
  return call("/auth/passkey/verify-registration", { response: { ...response }, name: "Laptop" });
}

/** Signs the challenge. @param change is made to what croft-auth asks for */
async function assertion(change: object = {}): Promise<object> {
  const { text } = await call("/auth/passkey/generate-authenticate-options");
  const options = JSON.stringify({ ...z.looseObject({}).parse(JSON.parse(text)), ...change });
  const response = await page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(json));
    const found = await navigator.credentials.get({ publicKey });
    return found instanceof PublicKeyCredential ? found.toJSON() : null;
  }, options);
  return { ...response };
}

const enter = (response: object) => call("/auth/passkey/verify-authentication", { response });

/** Somebody signed in with their password, in the page. */
async function signInHere(email: string): Promise<void> {
  await new Visitor(url).join(email);
  expect((await call("/auth/sign-in/email", { email, password: "correct horse battery" })).status).toBe(200);
}

describe("a passkey", () => {
  it("is made by whoever is signed in, and opens their account without a password", async () => {
    await addAuthenticator(page);
    expect((await call("/auth/passkey/generate-register-options")).status).toBe(401);
    await signInHere("key@example.com");
    expect((await register()).status).toBe(200);
    await call("/auth/sign-out", {});
    expect(await cookies()).not.toContain("__Host-croft-session");
    expect((await enter(await assertion())).status).toBe(200);
    expect((await call("/auth/token", {})).status).toBe(200);
    expect((await call("/auth/get-session")).text).toContain("key@example.com");
  });

  it("S9: answers a challenge once, and no other challenge", async () => {
    await addAuthenticator(page);
    await signInHere("replay@example.com");
    await register();
    await call("/auth/sign-out", {});
    const first = await assertion();
    expect((await enter(first)).status).toBe(200);
    await call("/auth/sign-out", {});
    expect((await enter(first)).status).toBe(400);
    await call("/auth/passkey/generate-authenticate-options");
    expect((await enter(first)).status).toBeGreaterThanOrEqual(400);
    expect((await call("/auth/token", {})).status).toBe(401);
  });

  it("class 2: that asks for no PIN and no finger is no second factor, and opens nothing", async () => {
    const { devtools, authenticatorId } = await addAuthenticator(page);
    await signInHere("touch@example.com");
    expect((await register()).status).toBe(200);
    await call("/auth/sign-out", {});
    await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    const touched = await assertion({ userVerification: "discouraged" });
    expect((await enter(touched)).text).toContain("USER_VERIFICATION_REQUIRED");
    expect((await call("/auth/token", {})).status).toBe(401);
  });

  it("is gone for signing in once its owner has removed it", async () => {
    await addAuthenticator(page);
    await signInHere("gone@example.com");
    const { id } = z.object({ id: z.string() }).parse(JSON.parse((await register()).text));
    const stranger = await new Visitor(url).join("stranger@example.com");
    expect((await stranger.post("/auth/passkey/delete-passkey", { id })).status).toBeGreaterThanOrEqual(400);
    expect((await call("/auth/passkey/delete-passkey", { id })).status).toBe(200);
    await call("/auth/sign-out", {});
    expect((await enter(await assertion())).status).toBe(401);
  });
});
