/** Passkeys in a browser with an authenticator of software, on a page of the service's own origin. */
import { expect, it } from "vitest";
import { openPage } from "../support/browser.ts";
import { linkTo } from "../support/local-mail.ts";
import { bundlePage } from "../support/page-server.ts";
import { addAuthenticator } from "../support/passkeys.ts";
import { PASSWORD, sessionOf } from "../support/people-page.ts";
import { BY_NAME, serve } from "../support/served.ts";

const croft = serve(BY_NAME);

it("signs in with a passkey that was made while signed in, and with no other", async () => {
  const { browser, origin } = croft;
  const { page, problems } = await openPage(browser);
  const script = await bundlePage("people");
  await page.route(`${origin}/page.js`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  const body = '<!doctype html><div id="root"></div><script type="module" src="/page.js"></script>';
  await page.route(`${origin}/people`, (route) => route.fulfill({ contentType: "text/html", body }));
  const { devtools, authenticatorId } = await addAuthenticator(page);

  await page.goto(`${origin}/people#${new URLSearchParams({ url: origin, tenant: "acme" })}`);
  await expect.poll(() => sessionOf(page)).toBe("signed-out");
  const account = { name: "Ada", email: "ada@example.com", password: PASSWORD };
  await page.evaluate((given) => window.people.session.signUp(given), account);
  await fetch((await linkTo(origin, account.email, "/auth/verify-email")).replace("localhost", "127.0.0.1"));
  await page.evaluate((given) => window.people.session.signIn(given), account);
  await page.evaluate(() => window.people.session.addPasskey("laptop"));
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  expect(credentials).toHaveLength(1);
  await page.evaluate(() => window.people.session.signOut());
  await expect.poll(() => sessionOf(page)).toBe("signed-out");

  const { status } = await page.evaluate(() => window.people.session.signInWithPasskey());
  expect(status).toBe("signed-in");
  await expect.poll(() => sessionOf(page)).toBe(account.email);
  await page.reload();
  await expect.poll(() => sessionOf(page)).toBe(account.email);
  await page.evaluate(() => window.people.session.signOut());
  await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
  const refused = page.evaluate(() => window.people.session.signInWithPasskey().catch((error) => error.code));
  expect(await refused).toBe("ABORTED");
  expect(problems).toEqual([]);
});
