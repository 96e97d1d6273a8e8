/** The code of docs/client.md, as a file that compiles; a test runs it, and holds the page to it. */
import { WebSocket } from "ws";
import { administrationOf, callerOf } from "../../src/client/administration/administration.ts";
import { type Croft, CroftError, createCroft, type Tenant } from "../../src/client/croft.ts";
import { operatorsOf } from "../../src/client/operators/operators.ts";
import { type Repository, repositoriesOf } from "../../src/client/repositories/repositories.ts";
import { createSession, type PersonCalls, type Session, SessionError } from "../../src/client/session/session.ts";
import type { Types as Resources } from "./real-tenant.ts";

/** Each function is a piece of the page. */
export function connect(url: string, key: string): Tenant<Resources> {
  const croft = createCroft<Resources>({ url, token: key, webSocket: WebSocket });
  const acme = croft.tenant("acme");
  return acme;
}

export function followOpenLeads(acme: Tenant<Resources>): () => void {
  const open = acme.leads.live({ filter: { stage: { nin: ["won", "lost"] } }, sort: ["-value"], limit: 20 });

  const stop = open.subscribe(({ data, status, error }) => {
    if (error) console.error(error.message);
    console.log(status, data.map((lead) => `${lead.title}: ${lead.value}`).join(", "));
  });
  return stop;
}

export async function followFigures(acme: Tenant<Resources>, signal: AbortSignal): Promise<unknown> {
  const byStage = acme.leads.liveAggregate({ groupBy: ["stage"], count: true, sum: ["value"] });
  const { data, seq } = await byStage.ready(signal);
  console.log(seq, data);
  return data;
}

export function tellTheConnection(acme: Tenant<Resources>): () => void {
  const end = acme.connection.subscribe((state) => {
    if (state.status === "offline") console.log("Next attempt:", new Date(state.retryAt));
    if (state.status === "closed") console.log("Over:", state.reason.message);
  });
  return end;
}

export async function writeAtOnce(acme: Tenant<Resources>, id: string): Promise<void> {
  try {
    await acme.leads.update(id, { stage: "qualified" }, { optimistic: true });
  } catch (error) {
    if (!(error instanceof CroftError)) throw error;
    console.log(error.code, error.details, error.requestId);
  }
}

export function withTokens(url: string): Tenant<Resources> {
  const croft = createCroft<Resources>({
    url,
    token: async () => {
      const response = await fetch("/session/token", { method: "POST" });
      if (response.status === 401) throw new CroftError("UNAUTHENTICATED", "Sign in again.");
      return response.text();
    },
  });
  return croft.tenant("acme");
}

export function withPeople(url: string): { session: Session; croft: Croft<Resources> & PersonCalls } {
  const session = createSession({ url });
  const croft = createCroft<Resources>({ url, session });
  return { session, croft };
}

export function tellTheSession(session: Session): () => void {
  const end = session.state.subscribe((state) => {
    if (state.status === "signed-in") console.log("Welcome,", state.person.name);
    if (state.status === "signed-out") console.log("Signed out.");
  });
  return end;
}

export async function signIn(
  session: Session,
  { email, password }: { email: string; password: string },
  askForCode: () => Promise<string>,
): Promise<void> {
  try {
    const { status } = await session.signIn({ email, password });
    if (status === "second-factor") await session.secondFactor({ totp: await askForCode() });
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    console.log(error.code, error.reason, error.message);
  }
}

export async function listFollowed(croft: Croft<Resources>): Promise<void> {
  const repositories = repositoriesOf(croft);
  for await (const { fullName, stars } of await repositories.list({ following: "acme", sort: "-stars" }))
    console.log(fullName, stars);
}

export function followIssues(croft: Croft<Resources>, owner: string, name: string): () => void {
  const repositories = repositoriesOf(croft);
  const repository: Repository = repositories.repository(owner, name);
  const open = repository.issues.live({ filter: { state: "open", isPull: false }, sort: ["-number"], limit: 20 });
  const stop = open.subscribe(({ status, data }) => console.log(status, data[0]?.title));
  return stop;
}

export async function makeKey(croft: Croft<Resources>, acme: Tenant<Resources>): Promise<string> {
  const { role } = await callerOf(croft).me();
  const { key } = await administrationOf(acme).createKey({ name: "Website", role: "member", resources: ["leads"] });
  console.log(`Made by an ${role}.`);
  return key;
}

export async function operate(croft: Croft<Resources>): Promise<void> {
  const operators = operatorsOf(croft);
  for await (const { tenant, plan } of await operators.tenants.list({ sort: "-bytes" })) console.log(tenant, plan);
  await operators.tenant("acme").update({ plan: "pro" });
}
