/** People as the routing Worker presents them to a tenant's object: by the actor it has established, without their tokens. */
import { runInDurableObject } from "cloudflare:test";
import { ulid } from "ulid";
import { z } from "zod";
import { ACTOR_HEADER, type RequestActor, type UserActor } from "../../src/auth/actor.ts";
import { issueInvitation } from "../../src/auth/invitation-format.ts";
import { Answer, expectContract } from "./answer.ts";
import { Caller, type Extra, type TestTenant } from "./api.ts";
import { TestSocket } from "./live-socket.ts";

/** As vitest.config.ts binds it. */
const MAC_SECRETS = new Map([["1", "5e".repeat(32)]]);

/** As much of a tenant as its people need. */
type Place = Pick<TestTenant, "handle" | "path" | "operator" | "stub">;

/** Calls a tenant's object as this actor. */
export class ActingCaller extends Caller {
  readonly actor: RequestActor;
  readonly #tenant: Place;

  constructor(tenant: Place, actor: RequestActor) {
    super("", tenant.path);
    this.actor = actor;
    this.#tenant = tenant;
  }

  override async send(method: string, path: string, { body, headers }: Extra = {}): Promise<Answer> {
    const response = await this.#tenant.stub.fetch(`https://croft.test${this.#tenant.path}${path}`, {
      method,
      headers: {
        ...this.#headers(),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const answer = new Answer(response.status, response.headers, await response.text());
    expectContract(answer, `${method} ${path}`);
    return answer;
  }

  /** A socket of this actor, or the answer that refuses it. */
  async upgrade(): Promise<TestSocket | Response> {
    const headers = { upgrade: "websocket", ...this.#headers() };
    const answer = await this.#tenant.stub.fetch(`https://croft.test${this.#tenant.path}/live`, { headers });
    return answer.webSocket ? new TestSocket(answer.webSocket) : answer;
  }

  /** A socket of this actor, welcomed. */
  async connect(): Promise<TestSocket> {
    const socket = await this.upgrade();
    if (!(socket instanceof TestSocket)) throw new Error(`Refused: ${socket.status} ${await socket.text()}`);
    await socket.next("welcome");
    return socket;
  }

  #headers(): Record<string, string> {
    return { [ACTOR_HEADER]: JSON.stringify(this.actor), "x-request-id": "people" };
  }
}

/** Somebody with an account. */
export interface Somebody {
  readonly actor: UserActor;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/** Somebody new, with a session whose access token was made now. */
export function somebody(given: Partial<Somebody> = {}): Somebody {
  const id = ulid();
  const session = { kind: "user" as const, id: `usr_${id}`, session: `ses_${ulid()}`, expiresAt: Date.now() + 300_000 };
  return {
    actor: session,
    email: `${id.toLowerCase()}@people.example`,
    emailVerified: true,
    name: `Somebody ${id}`,
    ...given,
  };
}

/** The same person in another session. */
export function elsewhere(person: Somebody, expiresAt = Date.now() + 300_000): Somebody {
  return { ...person, actor: { ...person.actor, session: `ses_${ulid()}`, expiresAt } };
}

/** A member, who calls the tenant's object. */
export interface Member extends ActingCaller {
  readonly person: Somebody;
  readonly memberId: string;
}

const acceptedSchema = z.object({ data: z.object({ member: z.object({ id: z.string() }) }) });

/** Invites somebody and has them accept; a refusal fails the test. */
export async function join(tenant: Place, role: string, person: Somebody = somebody()): Promise<Member> {
  const invitation = await tenant.operator.post("/invitations", { email: person.email, role });
  const answer = await accept(tenant, person, await tokenOf(tenant, invitation.id));
  if (answer.status !== 200) throw new Error(`Not accepted: ${answer.text}`);
  const memberId = acceptedSchema.parse(JSON.parse(answer.text)).data.member.id;
  return Object.assign(new ActingCaller(tenant, person.actor), { person, memberId });
}

/** What the hash of an invitation's token is; the token itself stands in a mail alone, so this makes one more. */
export async function tokenOf(tenant: Place, invitationId: string): Promise<{ token: string; hash: string }> {
  const issued = await issueInvitation(tenant.handle, invitationId.slice(4), MAC_SECRETS, "of a test");
  await runInDurableObject(tenant.stub, (_, { storage }) => {
    storage.sql.exec(
      "INSERT OR IGNORE INTO invitation_tokens SELECT ?, id, CAST(unixepoch(expires_at) * 1000 AS INTEGER) FROM invitations WHERE id = ?",
      issued.hash,
      invitationId,
    );
  });
  return issued;
}

/** Accepts as the routing Worker does it. */
export async function accept(
  tenant: Place,
  { actor, email, emailVerified, name }: Somebody,
  { hash }: { readonly hash: string },
  key: string | null = null,
): Promise<Answer> {
  const repeatable = key === null ? null : { actorId: actor.id, key, fingerprint: hash };
  const person = { email, emailVerified, name };
  const reply = await tenant.stub.acceptInvitation({ hash, actor, person, requestId: "people", repeatable });
  if (!reply) throw new Error("There is no such tenant.");
  return new Answer(reply.status, new Headers(reply.headers), reply.body);
}

/** An open invitation for this person, made by the owner's key. */
export async function invited(
  tenant: TestTenant,
  person: Somebody,
  role = "member",
): Promise<{ id: string; hash: string }> {
  const { id } = await tenant.owner.post("/invitations", { email: person.email, role });
  return { id, ...(await tokenOf(tenant, id)) };
}

/** Lets this much of an invitation's seven days pass. */
export async function later({ stub }: TestTenant, invitationId: string, ms: number): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    const end = new Date(Date.now() + 7 * 86_400_000 - ms).toISOString();
    storage.sql.exec("UPDATE invitations SET expires_at = ? WHERE id = ?", end, invitationId);
  });
}
