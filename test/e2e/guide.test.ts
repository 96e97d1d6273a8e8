import { afterEach, expect, it } from "vitest";
import { createCroft } from "../../src/client/croft.ts";
import { createSession } from "../../src/client/session/session.ts";
import { type Bench, openBench } from "../support/browser-bench.ts";
import { codeOf, type Own } from "../support/guide.ts";
import { linkTo } from "../support/local-mail.ts";
import { openNodeBrowser } from "../support/node-browser.ts";
import { bundleText } from "../support/page-server.ts";

const OWN = { url: 'given.get("url") ?? ""', key: 'given.get("key") ?? ""', tenant: 'given.get("tenant") ?? ""' };
/** What a reader has around the component. */
const START = `
import { createRoot } from "react-dom/client";
const given = new URLSearchParams(location.hash.slice(1));
createRoot(document.getElementById("root")).render(<OpenLeads />);
`;
const { key: _, ...OF_A_SESSION } = OWN;
const PASSWORD = "correct horse battery";

let bench: Bench;
afterEach(() => bench?.stop());

/** The page of a guide, served. */
async function open(guide: string, component: string, own: Own): Promise<Bench> {
  const start = START.replace("OpenLeads", component);
  bench = await openBench(await bundleText(`${start}${codeOf(guide, "tsx", own)}`));
  return bench;
}

it("shows the list of the guide on live data in React, always right", async () => {
  const { show } = await open("docs/guides/live-in-react.md", "OpenLeads", OWN);
  const { acme, page, address, problems } = await show();
  const { record: roof } = await acme.leads.create({ title: "Roof", value: 125_000 });
  await page.goto(address);
  const items = () => page.getByRole("listitem").allTextContents();
  await expect.poll(items).toEqual(["Roof: 1250 EUR"]);
  await acme.leads.create({ title: "Solar panels", value: 480_000 });
  await expect.poll(items).toEqual(["Solar panels: 4800 EUR", "Roof: 1250 EUR"]);
  await acme.leads.update(roof.id, { value: 500_000 });
  await expect.poll(items).toEqual(["Roof: 5000 EUR", "Solar panels: 4800 EUR"]);
  await acme.leads.update(roof.id, { stage: "lost" });
  await expect.poll(items).toEqual(["Solar panels: 4800 EUR"]);
  expect(await page.getByRole("list").getAttribute("aria-busy")).toBe("false");
  expect(problems).toEqual([]);
});

it("signs in and out on the page of the guide to signing in", async () => {
  const { server, show } = await open("docs/guides/sign-in-and-invite.md", "App", OF_A_SESSION);
  const { page, address, problems } = await show();
  const session = createSession({ url: server.url, fetch: openNodeBrowser(server.url).fetch });
  const account = { name: "Ada", email: "ada@example.com", password: PASSWORD };
  await session.signUp(account);
  await fetch(await linkTo(server.url, account.email, "/auth/verify-email"));
  await session.signIn({ email: account.email, password: PASSWORD });
  const croft = createCroft({ url: server.url, session });
  await croft.createTenant({ tenant: "ada-of-the-guide", name: "Ada" });
  await croft.tenant("ada-of-the-guide").resource("leads").create({ title: "Roof" });

  await page.goto(address.replace(/tenant=[^&]*/, "tenant=ada-of-the-guide"));
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect.poll(() => page.getByRole("listitem").allTextContents()).toEqual(["Roof"]);
  expect(await page.getByRole("paragraph").textContent()).toBe("Ada");
  await page.reload();
  await expect.poll(() => page.getByRole("listitem").allTextContents()).toEqual(["Roof"]);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(() => page.getByLabel("E-mail").count()).toBe(1);
  await page.reload();
  await expect.poll(() => page.getByLabel("E-mail").count()).toBe(1);
  expect(problems).toEqual([]);
});
