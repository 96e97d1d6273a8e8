import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { verifyInvitation } from "../../src/auth/invitation-format.ts";
import { Browser, mailTo, PUBLIC_URL } from "../support/accounts.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";
import { runJobs } from "../support/due-jobs.ts";
import { accept, somebody } from "../support/people.ts";

const SECRETS = new Map([["1", "5e".repeat(32)]]);
const htmlSchema = z.object({ data: z.array(z.object({ html: z.string() })) });
const LINK = /https:\/\/\S+/g;

/** Runs what the tenant has to do now. */
const ring = (tenant: TestTenant) => runJobs(tenant, "invitation-mail");

/** The token in the mail to this address. */
async function mailed(email: string): Promise<string> {
  const [link = ""] = (await mailTo(email, "/invitations/")).text.match(LINK) ?? [];
  return link.slice(`${PUBLIC_URL}/invitations/`.length);
}

async function mailsTo(email: string): Promise<string> {
  return (await new Browser().get(`/dev/mail?to=${encodeURIComponent(email)}`, { accept: "application/json" })).text;
}

describe("the mail of an invitation", () => {
  it("has one link, of the configured origin, which opens the invitation for its person", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const { id } = await tenant.owner.post("/invitations", { email: person.email, role: "member" });
    await ring(tenant);
    const mail = await mailTo(person.email);
    expect(mail.subject).toBe(`Invitation to ${(await tenant.owner.get("")).record.name}`);
    expect(mail.text.match(LINK)).toEqual([expect.stringContaining(`${PUBLIC_URL}/invitations/croftinv_`)]);
    const genuine = await verifyInvitation(await mailed(person.email), SECRETS);
    expect(genuine).toMatchObject({ tenant: tenant.handle, id: id.slice(4) });
    expect((await accept(tenant, person, { hash: genuine?.hash ?? "" })).status).toBe(200);
  });

  it("24: says the same whatever host the inviting request named", async () => {
    const tenant = await makeTenant();
    const { email } = somebody();
    const evil = { host: "evil.example", "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
    await tenant.owner.post("/invitations", { email, role: "member" }, evil);
    await ring(tenant);
    expect(await mailsTo(email)).toContain(`${PUBLIC_URL}/invitations/`);
    expect(await mailsTo(email)).not.toContain("evil.example");
  });

  it("is sent no more once the invitation is revoked", async () => {
    const tenant = await makeTenant();
    const { email } = somebody();
    const { id } = await tenant.owner.post("/invitations", { email, role: "member" });
    await runInDurableObject(tenant.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE jobs SET due_at = ? WHERE kind = 'invitation-mail'", Date.now() + 3_600_000);
    });
    await tenant.owner.delete(`/invitations/${id}`);
    const before = await mailsTo(email);
    await ring(tenant);
    expect(await mailsTo(email)).toBe(before);
    const jobs = await runInDurableObject(tenant.stub, (_, { storage }) =>
      storage.sql.exec("SELECT key FROM jobs WHERE kind = 'invitation-mail'").toArray(),
    );
    expect(jobs).toEqual([]);
  });

  it("17: takes a tenant's name as text: on one line, and escaped", async () => {
    const tenant = await makeTenant();
    const { email } = somebody();
    await tenant.owner.patch("", { name: 'A\r\nBcc: eve@x.example\n<a href="https://evil.example">B</a>' });
    await tenant.owner.post("/invitations", { email, role: "member" });
    await ring(tenant);
    const { subject } = await mailTo(email);
    expect(subject).toBe('Invitation to A Bcc: eve@x.example <a href="https://evil.example">B</a>');
    const [html = ""] = htmlSchema.parse(JSON.parse(await mailsTo(email))).data.map((mail) => mail.html);
    expect(html.match(/<a href="[^"]*/g)).toEqual([expect.stringContaining(`${PUBLIC_URL}/invitations/`)]);
    expect(html).toContain("&lt;a href=&quot;https://evil.example&quot;&gt;B&lt;/a&gt;");
  });
});
