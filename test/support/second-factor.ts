/** People who sign in with a second factor. */
import * as z from "zod";
import { anAddress, Browser, PASSWORD, type PageAnswer, signUpPerson, type TestPerson } from "./accounts.ts";
import { Authenticator } from "./authenticator.ts";

const enabledSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });

export interface GuardedPerson extends TestPerson {
  readonly app: Authenticator;
  readonly backupCodes: readonly string[];
  /** Signs in with the password, from an address of their own; what is left is the second factor. */
  half(): Promise<Browser>;
  /** So many of these; no more of them at once than sign-ins are allowed. */
  halves(count: number): Promise<Browser[]>;
}

/** Somebody with a second factor, signed in. */
export async function signUpGuarded(): Promise<GuardedPerson> {
  const person = await signUpPerson();
  const enabled = await person.browser.post("/auth/two-factor/enable", { password: PASSWORD });
  const { totpURI, backupCodes } = enabledSchema.parse(JSON.parse(enabled.text));
  const app = new Authenticator(totpURI);
  await verifyTotp(person.browser, await app.code());
  const half = async () => {
    const browser = new Browser(anAddress());
    const { text } = await browser.post("/auth/sign-in/email", { email: person.email, password: PASSWORD });
    if (!text.includes("twoFactorRedirect")) throw new Error(`Asked for no second factor: ${text}`);
    return browser;
  };
  const halves = async (count: number) => {
    const browsers: Browser[] = [];
    while (browsers.length < count)
      browsers.push(...(await Promise.all(Array.from({ length: Math.min(5, count - browsers.length) }, half))));
    return browsers;
  };
  return { ...person, app, backupCodes, half, halves };
}

export function verifyTotp(browser: Browser, code: string): Promise<PageAnswer> {
  return browser.post("/auth/two-factor/verify-totp", { code });
}

export function verifyBackupCode(browser: Browser, code: string): Promise<PageAnswer> {
  return browser.post("/auth/two-factor/verify-backup-code", { code });
}
