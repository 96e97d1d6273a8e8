/** Croft beside two other services that people sign in with, and the way there and back. */
import { expect } from "vitest";
import * as z from "zod";
import { startProvider, type TestProvider } from "./identity-provider.ts";
import { startServer, type TestServer } from "./server.ts";
import { type Visit, Visitor } from "./visitor.ts";

export interface OtherServices {
  readonly server: TestServer;
  /** Known to Croft as `acme`, and as `wrong-issuer` with the issuer of the other. */
  readonly acme: TestProvider;
  /** Known as `other`. */
  readonly other: TestProvider;
  /** The address that acme says is whoever signs in next. */
  readonly email: string;
  visitor(): Visitor;
  /** Makes somebody new the next to sign in, with a confirmed address, and takes back all mistakes. */
  renew(): void;
  stop(): Promise<void>;
}

export async function startWithOtherServices(): Promise<OtherServices> {
  const acme = await startProvider();
  const other = await startProvider();
  const stopProviders = () => Promise.all([acme.stop(), other.stop()]);
  const entries = [
    acme.settings("acme"),
    other.settings("other"),
    acme.settings("wrong-issuer", { issuer: other.issuer }),
  ];
  const server = await startServer({ OIDC_PROVIDERS: JSON.stringify(entries), LOG_LEVEL: "error" }).catch(
    async (error: unknown) => {
      await stopProviders();
      throw error;
    },
  );
  let people = 0;
  return {
    server,
    acme,
    other,
    get email() {
      return z.string().parse(acme.person.email);
    },
    visitor: () => new Visitor(server.url),
    renew() {
      people += 1;
      const person = { sub: `sub-${people}`, email: `person-${people}@example.com`, email_verified: true, name: "Ada" };
      for (const provider of [acme, other]) {
        provider.person = { ...person };
        provider.wrong = {};
        provider.answer = () => undefined;
        provider.tokenRequests.length = 0;
      }
    },
    async stop() {
      await server.stop();
      await stopProviders();
    },
  };
}

const startedSchema = z.object({ url: z.string() });
const sessionSchema = z.object({ user: z.object({ id: z.string(), email: z.string() }) });
const accountsSchema = z.array(z.object({ providerId: z.string() }));

/** Asks Croft to sign in, and the provider to say who it is; what is left is the way back. */
export async function cameBack(
  browser: Visitor,
  provider = "acme",
  path = "/auth/sign-in/social",
): Promise<{ asked: URL; back: string }> {
  const started = await browser.post(path, { provider, callbackURL: "/welcome" });
  expect(started.status, started.text).toBe(200);
  const asked = new URL(startedSchema.parse(JSON.parse(started.text)).url);
  return { asked, back: (await browser.get(asked.href)).location };
}

/** The whole way. */
export async function signInWith(browser: Visitor, provider = "acme"): Promise<Visit> {
  return browser.get((await cameBack(browser, provider)).back);
}

/** What went wrong, as the address says that the browser is sent to; null where nothing did. */
export function errorOf({ location }: Visit): string | null {
  return new URL(location, "http://127.0.0.1").searchParams.get("error");
}

/** Whose session it is, and which accounts open it. */
export async function accountsOf(browser: Visitor): Promise<{ email: string; id: string; providers: string[] }> {
  const { user } = sessionSchema.parse(JSON.parse((await browser.get("/auth/get-session")).text));
  const accounts = accountsSchema.parse(JSON.parse((await browser.get("/auth/list-accounts")).text));
  return { ...user, providers: accounts.map(({ providerId }) => providerId).sort() };
}
