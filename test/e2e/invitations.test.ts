/** Accepting an invitation in a real browser, from the link of the mail on. */
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { fill, heading, newAddress, PASSWORD, press, signIn } from "../support/account-page.ts";
import { openDashboard, untilLive } from "../support/dashboard.ts";
import { linkTo } from "../support/local-mail.ts";
import { signInBrowser } from "../support/member.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";
import { Visitor } from "../support/visitor.ts";
import { review } from "./page-review.ts";

const invitationSchema = z.object({ data: z.object({ id: z.string() }) });

const croft = serve();
let tenant: string;
let key: string;
beforeAll(async () => {
  ({ tenant, key } = await createTenant(croft.server));
});

const open = (path: string) => openDashboard(croft.browser, new URL(path, croft.server.url).href);

/** Somebody signed in at the link of an invitation. */
async function openSignedIn(link: string, email = newAddress()) {
  await new Visitor(croft.server.url).join(email);
  const opened = await open("/sign-in");
  await signInBrowser(opened.page.context(), croft.server, email);
  await opened.page.goto(link);
  return { ...opened, email };
}

/** Creates an account where the link of an invitation leads, and follows the link of the mail. */
async function createAccount(page: Page, email: string): Promise<void> {
  await page.getByRole("link", { name: "Create an account" }).click();
  await fill(page, { "Your name": "Ada Lovelace", "E-mail address": email, Password: PASSWORD });
  await press(page, "Create the account");
  await heading(page, "Look into your mail");
  await page.goto(await linkTo(croft.server.url, email, "/auth/verify-email"));
  await page.getByText("Your address is confirmed.").waitFor();
}

function asOwner(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${croft.server.url}/v1/tenants/${tenant}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** Invites an address; returns the link of the mail and the invitation's id. */
async function invite(email: string, role = "admin"): Promise<{ link: string; id: string }> {
  const answer = await asOwner("POST", "/invitations", { email, role });
  expect(answer.status).toBe(201);
  const { id } = invitationSchema.parse(await answer.json()).data;
  return { link: await linkTo(croft.server.url, email, "/invitations/"), id };
}

it("is accepted by somebody who has no account yet, and leads back from the mail into the tenant", async () => {
  const email = newAddress();
  const { link } = await invite(email);
  const { page, problems } = await open(link);
  await heading(page, "You are invited");
  await createAccount(page, email);
  await signIn(page, email);
  await press(page, "Accept the invitation");
  expect(page.url()).toBe(link);
  await heading(page, `You are now admin of ${tenant}`);
  await page.getByRole("link", { name: `Go to ${tenant}` }).click();
  await heading(page, "Overview");
  await untilLive(page);
  await page.goto(link);
  await press(page, "Accept the invitation");
  await heading(page, "Nothing is left to accept");
  expect(problems).toEqual([]);
});

it("can be seen to by everybody, signed in or not", async () => {
  expect(await review(await open("/sign-in"), "/invitations/x", croft.server.url)).toEqual([]);
  expect(await review(await openSignedIn(croft.server.url), "/invitations/x", croft.server.url)).toEqual([]);
});

it("is not for anybody else, who may come back as the right person", async () => {
  const email = newAddress();
  const { link } = await invite(email, "viewer");
  const { page } = await openSignedIn(link);
  await press(page, "Accept the invitation");
  await heading(page, "You cannot accept this invitation");
  await page.getByText("This invitation is for another address.").waitFor();
  await press(page, "Use another account");
  await createAccount(page, email);
  await signIn(page, email);
  await press(page, "Accept the invitation");
  await heading(page, `You are now viewer of ${tenant}`);
});

it("says when it was taken back, and when it never was", async () => {
  const email = newAddress();
  const { link, id } = await invite(email);
  const { page } = await openSignedIn(link, email);
  expect((await asOwner("DELETE", `/invitations/${id}`)).status).toBe(200);
  await press(page, "Accept the invitation");
  await heading(page, "This invitation is over");
  await page.goto(`${link.slice(0, -1)}${link.endsWith("0") ? "1" : "0"}`);
  await press(page, "Accept the invitation");
  await heading(page, "There is no such invitation");
});

it("can be accepted once the network is back", async () => {
  const email = newAddress();
  const { link } = await invite(email, "member");
  const { page } = await openSignedIn(link, email);
  await heading(page, "You are invited");
  await page.getByRole("button", { name: "Use another account" }).waitFor();
  await page.context().setOffline(true);
  await press(page, "Accept the invitation");
  await page.getByText("The service does not answer. Look whether you are online, and try again.").waitFor();
  await page.context().setOffline(false);
  await press(page, "Accept the invitation");
  await heading(page, `You are now member of ${tenant}`);
});

it("goes to the call that accepts it and into what leads back, and to nothing else", async () => {
  const email = newAddress();
  const { link } = await invite(email);
  const token = new URL(link).pathname.split("/").at(-1) ?? "";
  const { page } = await open("/sign-in");
  const told: string[] = [];
  page.on("request", (request) => {
    const whole = JSON.stringify([request.url(), request.headers(), request.postData()]);
    if (whole.includes(token)) told.push(`${request.method()} ${new URL(request.url()).pathname.replace(token, "…")}`);
  });
  await page.goto(link);
  await createAccount(page, email);
  await signIn(page, email);
  await press(page, "Accept the invitation");
  await heading(page, `You are now admin of ${tenant}`);
  expect(new Set(told)).toEqual(
    new Set([
      "GET /invitations/…",
      "POST /auth/sign-up/email",
      "GET /auth/verify-email",
      "GET /sign-in",
      "POST /v1/invitations/…/accept",
    ]),
  );
});
