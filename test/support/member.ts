/** People with accounts who are members of a tenant of a running server. */
import type { BrowserContext } from "playwright-core";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { openDashboard, type Visited } from "./dashboard.ts";
import type { Served } from "./served.ts";
import type { TestServer } from "./server.ts";
import { PASSWORD, Visitor } from "./visitor.ts";

/** Somebody who has accepted an invitation. */
export interface Joined {
  readonly email: string;
  readonly memberId: string;
}

const tokenSchema = z.object({ data: z.object({ token: z.string() }) });
const acceptedSchema = z.object({ member: z.object({ id: z.string() }) });

/** Who is to be a member of what. */
export interface Joining {
  readonly tenant: string;
  /** May invite to the tenant. */
  readonly owner: Api;
  readonly email: string;
  readonly role: string;
}

/** Makes an account, confirms its address, invites it and accepts. */
export async function joinTenant(server: TestServer, { tenant, owner, email, role }: Joining): Promise<Joined> {
  const visitor = await new Visitor(server.url).join(email);
  await owner.call("POST", `/v1/tenants/${tenant}/invitations`, z.unknown(), { body: { email, role } });
  const link = await visitor.linkFor(email, "/invitations/");
  const { token } = tokenSchema.parse(JSON.parse((await visitor.post("/auth/token")).text)).data;
  const person = new Api(server.url, token);
  const accepted = await person.call("POST", `/v1${new URL(link).pathname}/accept`, acceptedSchema);
  return { email, memberId: accepted.data.member.id };
}

/** Signs somebody in, in all pages of a browser. */
export async function signInBrowser(
  context: BrowserContext,
  { url }: Pick<TestServer, "url">,
  email: string,
): Promise<void> {
  const answer = await context.request.post(`${url}/auth/sign-in/email`, {
    data: { email, password: PASSWORD },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`Could not sign in: ${await answer.text()}`);
}

/** Makes somebody a member, and opens a page of the tenant in a browser in which they are signed in. @param path below the tenant's address */
export async function openMember(
  { browser, server }: Served,
  joining: Joining,
  path = "",
): Promise<Visited & Pick<Joined, "memberId">> {
  const { memberId } = await joinTenant(server, joining);
  const visited = await openDashboard(browser, `${server.url}/sign-in`);
  await signInBrowser(visited.page.context(), server, joining.email);
  await visited.page.goto(`${server.url}/t/${joining.tenant}${path}`);
  return { ...visited, memberId };
}
