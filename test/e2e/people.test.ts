/** People in a browser: they sign up, read their mail, sign in, follow live data, invite others, and sign out. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Bench, openBench } from "../support/browser-bench.ts";
import { linkTo } from "../support/local-mail.ts";
import { bundlePage } from "../support/page-server.ts";
import { leadsOf, PASSWORD, sessionOf, statusOf } from "../support/people-page.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(await bundlePage("people"));
});
afterAll(() => bench?.stop());
beforeEach(() => bench.gateway.refuse(null));
afterEach(() => bench.closePages());

/** Somebody in a browser profile of their own, on a page that shows a tenant. */
interface Somebody {
  readonly email: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly address: string;
  /** Messages that the page's sockets sent. */
  readonly sent: readonly string[];
  /** What they heard. */
  readonly heard: readonly string[];
  readonly problems: readonly string[];
}

let made = 0;

/** Has signed up, and not confirmed the address yet. */
async function signUp(tenant = `people-${made + 1}`): Promise<Somebody> {
  const shown = await bench.show();
  const { page } = shown;
  const heard: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
  made += 1;
  const email = `person-${made}@example.com`;
  const address = `${new URL(shown.address).origin}/#${new URLSearchParams({ url: bench.gateway.url, tenant })}`;
  await page.goto(address);
  await expect.poll(() => sessionOf(page)).toBe("signed-out");
  await page.evaluate(
    (account) => window.people.session.signUp({ ...account, name: "Somebody", returnTo: location.href }),
    {
      email,
      password: PASSWORD,
    },
  );
  return { ...shown, email, address, heard };
}

/** Reads the mail, follows its link, and signs in. */
async function enter({ page, email, address }: Somebody): Promise<void> {
  await page.goto(await linkTo(bench.server.url, email, "/auth/verify-email"));
  await page.waitForURL(address);
  await expect.poll(() => sessionOf(page)).toBe("signed-out");
  await page.evaluate((given) => window.people.session.signIn(given), { email, password: PASSWORD });
  await expect.poll(() => sessionOf(page)).toBe(email);
}

/** Makes the tenant that the page shows. */
async function makeTenant({ page }: Somebody): Promise<void> {
  await page.evaluate(async () => {
    const { croft, acme } = window.people;
    await croft.createTenant({ tenant: acme.tenant, name: "Acme" });
    acme.reconnect();
  });
  await expect.poll(() => statusOf(page)).toBe("live");
}

/** The owner of a new tenant, who follows its one lead. */
async function showOwner(): Promise<Somebody> {
  const owner = await signUp();
  const { page } = owner;
  await enter(owner);
  await makeTenant(owner);
  await add(page, "Roof", 20);
  await expect.poll(() => leadsOf(page)).toEqual(["Roof 20"]);
  await expect.poll(() => statusOf(page)).toBe("live");
  return owner;
}

/** The code of the refusal; null when the lead was made. */
function add(page: Page, title: string, value: number): Promise<string | null> {
  return page.evaluate(
    (lead) =>
      window.people.acme.leads.create(lead).then(
        () => null,
        (error) => error.code,
      ),
    { title, value },
  );
}

const tokensSent = ({ sent }: Somebody) => sent.filter((text) => text.includes('"type":"auth"'));
const connectionOf = (page: Page) => page.getByTestId("leads").getAttribute("data-connection");
const socketsOf = ({ address }: Somebody) => {
  const tenant = new URLSearchParams(new URL(address).hash.slice(1)).get("tenant");
  return bench.gateway.attempts.filter(({ path, isSocket }) => isSocket && path === `/v1/tenants/${tenant}/live`);
};

describe("somebody", () => {
  it("signs up, reads the mail, confirms the address, signs in, and stays signed in over a reload", async () => {
    const ada = await signUp();
    const { page, email } = ada;
    await page.goto(`${bench.server.url}/dev/mail?to=${email}`);
    await expect.poll(async () => (await page.reload()) && page.getByRole("article").count()).toBe(1);
    await page.getByRole("link", { name: /verify-email/ }).click();
    await page.waitForURL(ada.address);
    await expect.poll(() => sessionOf(page)).toBe("signed-out");
    await page.evaluate((given) => window.people.session.signIn(given), { email, password: PASSWORD });
    await expect.poll(() => sessionOf(page)).toBe(email);
    await page.reload();
    await expect.poll(() => sessionOf(page)).toBe(email);
    const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    expect(kept).toEqual(["", 0, 0]);
    expect(ada.problems).toEqual([]);
  });

  it("is signed out in every tab, whose sockets close and which show nothing any more", async () => {
    const ada = await showOwner();
    const other = await ada.context.newPage();
    await other.goto(ada.address);
    await expect.poll(() => leadsOf(other)).toEqual(["Roof 20"]);
    await ada.page.evaluate(() => window.people.session.signOut());
    for (const page of [ada.page, other]) {
      await expect.poll(() => sessionOf(page)).toBe("signed-out");
      await expect.poll(() => connectionOf(page)).toBe("closed");
      expect(await leadsOf(page)).toEqual([]);
    }
    await other.evaluate((given) => window.people.session.signIn(given), { email: ada.email, password: PASSWORD });
    for (const page of [ada.page, other]) await expect.poll(() => leadsOf(page)).toEqual(["Roof 20"]);
    expect(ada.problems).toEqual([]);
  });

  it("is still signed in when the network was away", async () => {
    const ada = await showOwner();
    await ada.context.setOffline(true);
    await expect.poll(() => connectionOf(ada.page)).toBe("offline");
    expect(await sessionOf(ada.page)).toBe(ada.email);
    await ada.context.setOffline(false);
    await expect.poll(() => statusOf(ada.page)).toBe("live");
    expect(await sessionOf(ada.page)).toBe(ada.email);
  });
});

/** Less than what the page takes for a sleep, or for silence. */
const STEP_MS = 4_000;

/** Lets time pass in the page, and then waits for the server's answers to what the page asked meanwhile. */
async function passTogether({ page, sent, heard }: Somebody): Promise<void> {
  await page.clock.runFor(STEP_MS);
  const count = (texts: readonly string[], text: string) => texts.filter((each) => each === text).length;
  await expect.poll(() => count(sent, "ping") - count(heard, "pong")).toBeLessThanOrEqual(0);
}

describe("the token of a page", () => {
  it("is renewed on the open socket before it ends, while the live query goes on", async () => {
    const ada = await signUp();
    await ada.page.clock.install();
    await enter(ada);
    await makeTenant(ada);
    const before = socketsOf(ada).length;
    for (let renewed = 1; renewed <= 2; renewed += 1) {
      for (let ms = 0; ms < 245_000 && tokensSent(ada).length < renewed; ms += STEP_MS) await passTogether(ada);
      await expect.poll(() => tokensSent(ada).length).toBe(renewed);
      await add(ada.page, `Lead ${renewed}`, renewed);
      await expect.poll(async () => (await leadsOf(ada.page)).length).toBe(renewed);
    }
    expect(new Set(tokensSent(ada)).size).toBe(2);
    expect(socketsOf(ada)).toHaveLength(before);
    expect(await statusOf(ada.page)).toBe("live");
  });

  it("is another one after the machine has slept, and the live query goes on", async () => {
    const ada = await signUp();
    await ada.page.clock.install();
    await enter(ada);
    await makeTenant(ada);
    const issued = () =>
      bench.gateway.attempts.filter(({ path, method }) => path === "/auth/token" && method === "POST");
    const before = issued().length;
    bench.gateway.refuse({ status: 503 });
    bench.gateway.cut();
    await ada.page.clock.fastForward("08:00:00");
    bench.gateway.refuse(null);
    await ada.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await expect.poll(() => statusOf(ada.page)).toBe("live");
    expect(await add(ada.page, "Door", 10)).toBe(null);
    await expect.poll(() => leadsOf(ada.page)).toEqual(["Door 10"]);
    expect(issued().length).toBeGreaterThan(before);
    expect(await sessionOf(ada.page)).toBe(ada.email);
  });
});

describe("two people", () => {
  it("work in one tenant after an invitation, until one is made a viewer and then removed", async () => {
    const ada = await showOwner();
    const tenant = new URLSearchParams(new URL(ada.address).hash.slice(1)).get("tenant") ?? "";
    const grace = await signUp(tenant);
    await enter(grace);
    await ada.page.evaluate(
      (email) => window.people.acme.resource("invitations").create({ email, role: "member" }),
      grace.email,
    );
    const token = (await linkTo(bench.server.url, grace.email, "/invitations/")).split("/invitations/")[1] ?? "";
    expect(
      await grace.page.evaluate(async (given) => {
        const { croft, acme } = window.people;
        const { tenant: joined, member } = await croft.acceptInvitation(given);
        acme.reconnect();
        return [joined, member.email, member.role];
      }, token),
    ).toEqual([tenant, grace.email, "member"]);
    await expect.poll(() => leadsOf(grace.page)).toEqual(["Roof 20"]);
    expect(await add(grace.page, "Door", 10)).toBe(null);
    await expect.poll(() => leadsOf(ada.page)).toEqual(["Roof 20", "Door 10"]);

    const changeGrace = (role: string | null) =>
      ada.page.evaluate(
        async ([email, next]) => {
          const members = window.people.acme.resource("members");
          const [member] = (await members.list({ filter: { email } })).data;
          if (!member) throw new Error("Grace is no member.");
          if (next === null) await members.delete(member.id);
          else await members.update(member.id, { role: next ?? null });
        },
        [grace.email, role] as const,
      );
    await changeGrace("viewer");
    expect(await add(grace.page, "Gate", 5)).toBe("FORBIDDEN");
    await expect.poll(() => statusOf(grace.page)).toBe("live");
    await changeGrace(null);
    await expect.poll(() => connectionOf(grace.page)).toBe("closed");
    expect(await leadsOf(grace.page)).toEqual([]);
    expect(await sessionOf(grace.page)).toBe(grace.email);
    expect([...ada.problems, ...grace.problems]).toEqual([]);
  });
});
