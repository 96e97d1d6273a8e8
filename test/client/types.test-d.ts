/** What must not compile: the compiler says so of a line that is expected to fail and does not. Nothing here runs. */
import { createCroft, type ResourceTypes, type TypesOf } from "../../src/client/croft.ts";
import { useAggregate } from "../../src/client/react/use-aggregate.ts";
import { useConnection } from "../../src/client/react/use-connection.ts";
import { useLive } from "../../src/client/react/use-live.ts";
import { useRecord } from "../../src/client/react/use-record.ts";
import { type RepositoryTypes, repositoriesOf } from "../../src/client/repositories/repositories.ts";
import { createSession } from "../../src/client/session/session.ts";
import type { comments } from "../../src/resources/github/comments.ts";
import type { commits } from "../../src/resources/github/commits.ts";
import type { contributors } from "../../src/resources/github/contributors.ts";
import type { issues } from "../../src/resources/github/issues.ts";
import type { releases } from "../../src/resources/github/releases.ts";
import type { repository } from "../../src/resources/github/repository.ts";
import type { stars } from "../../src/resources/github/stars.ts";
import type { streams } from "../../src/resources/github/streams.ts";
import type { leads } from "../../src/resources/leads.ts";
import type { phoneNumbers } from "../../src/resources/phone-numbers.ts";

const acme = createCroft<TypesOf<{ leads: typeof leads; "phone-numbers": typeof phoneNumbers }>>({
  url: "https://croft.test",
  token: "key",
}).tenant("acme");

void acme.leads.create({ title: "Boat", value: 5, stage: "new", custom: { tier: "gold" } });
// @ts-expect-error There is no such field.
void acme.leads.create({ titel: "Boat" });
// @ts-expect-error A value is a number.
void acme.leads.create({ title: "Boat", value: "5" });
// @ts-expect-error There is no such stage.
void acme.leads.create({ stage: "open" });
// @ts-expect-error Humans make no ids.
void acme.leads.create({ id: "lead_1" });

void acme.leads.update("lead_1", { value: 6, lostReason: null });
// @ts-expect-error There is no such field.
void acme.leads.update("lead_1", { valeu: 6 });
// @ts-expect-error A value is a number.
void acme.leads.update("lead_1", { value: "6" });

void acme.leads.list({
  filter: {
    stage: "new",
    value: { gte: 5 },
    or: [{ tags: { contains: "a" } }, { not: { ownerId: { isNull: true } } }],
  },
});
void acme.leads.list({ filter: { "custom.tier": "gold", "account.size": { gte: 50 }, createdAt: { gte: "now-7d" } } });
// @ts-expect-error There is no such field.
void acme.leads.list({ filter: { stag: "new" } });
// @ts-expect-error There is no such field, further down.
void acme.leads.list({ filter: { and: [{ stag: "new" }] } });
// @ts-expect-error A value is a number.
void acme.leads.list({ filter: { value: "5" } });
// @ts-expect-error A value is a number.
void acme.leads.list({ filter: { value: { gte: "5" } } });
// @ts-expect-error There is no such operator.
void acme.leads.list({ filter: { value: { above: 5 } } });
// @ts-expect-error Numbers have no beginning.
void acme.leads.list({ filter: { value: { startsWith: "5" } } });

void acme.leads.list({ sort: ["-value", "createdAt", "-custom.tier"], fields: ["id", "title"] });
// @ts-expect-error There is no such field.
void acme.leads.list({ sort: ["-valeu"] });
// @ts-expect-error A list has no order.
void acme.leads.list({ sort: ["tags"] });
// @ts-expect-error There is no such field.
void acme.leads.list({ fields: ["titel"] });

void acme.leads.aggregate({ groupBy: ["stage", "createdAt:day"], count: true, sum: ["value"] });
// @ts-expect-error There is no such field.
void acme.leads.aggregate({ groupBy: ["stag"] });
// @ts-expect-error Text has no sum.
void acme.leads.aggregate({ sum: ["title"] });

void acme["phone-numbers"].list();
// @ts-expect-error There is no such resource.
void acme.lead;
// Of resources that the compiler does not know, everything is JSON.
void acme.resource("others").list({ filter: { any: { gte: 1 } }, sort: ["-any"] });

void acme.leads.live({ filter: { value: { gte: 5 } }, sort: ["-value"], limit: 5 }).value.data[0]?.title;
// @ts-expect-error There is no such field.
void acme.leads.live().value.data[0]?.titel;
// @ts-expect-error There is no such field.
void acme.leads.live({ filter: { stag: "new" } });
// @ts-expect-error There is no such field.
void acme.leads.live({ sort: ["-valeu"] });
// @ts-expect-error A live query has no pages.
void acme.leads.live({ cursor: "c" });
// @ts-expect-error Text has no sum.
void acme.leads.liveAggregate({ groupBy: ["stage"], sum: ["title"] });
void acme.leads.update("lead_1", { value: 6 }, { optimistic: true });

const url = "https://croft.test";
const session = createSession({ url });
const croft = createCroft<TypesOf<{ leads: typeof leads }>>({ url, session });
void croft.tenant("acme").leads.create({ title: "Boat" });
void croft.createTenant({ tenant: "acme", name: "Acme" });
// @ts-expect-error Plans are the operator's.
void croft.createTenant({ tenant: "acme", name: "Acme", plan: "pro" });
// @ts-expect-error A key is nobody's, and has one tenant.
void createCroft({ url, token: "key" }).me();
// @ts-expect-error A client acts for one.
void createCroft({ url, token: "key", session });
// @ts-expect-error A client acts for somebody.
void createCroft({ url });
// @ts-expect-error Nobody may be there.
void session.state.value.person;
if (session.state.value.status === "signed-in") void session.state.value.person.email.length;
// @ts-expect-error There is no such factor.
void session.secondFactor({ sms: "123456" });
// @ts-expect-error A sign-in may want a second factor first.
void session.signIn({ email: "ada@croft.test", password: "secret" }).then(({ person }) => person);
// @ts-expect-error There is no such role.
void createSession({ url, role: "admin" });

const octo = repositoriesOf(croft).repository("octo-org", "octo-repo");
void octo.issues.list({ filter: { state: "open", labels: { contains: "bug" } }, sort: ["-number"] });
void octo.resource("commits").live({ sort: ["-committedAt"] }).value.data[0]?.sha;
// @ts-expect-error There is no such field.
void octo.issues.live({ filter: { stat: "open" } });
// @ts-expect-error There is no such resource.
void octo.issue;
// @ts-expect-error Nobody writes what is GitHub's.
void octo.issues.create({ title: "Leak" });
// @ts-expect-error Nor what of it is reached by name.
void octo.resource("issues").delete("iss_1");

export function useAll(): void {
  void useLive(octo.issues, { filter: { state: "open" } }).data[0]?.number;
  void useLive(acme.leads, { filter: { stage: "new" } }).data[0]?.value;
  void useRecord(octo.streams, "str_1").record?.phase;
  void useAggregate(octo.resource("issues"), { groupBy: ["state"], count: true });
  void useConnection(octo);
  // @ts-expect-error There is no such field.
  void useLive(octo.issues, { filter: { stat: "open" } });
  // @ts-expect-error There is no such field.
  void useLive(acme.leads, { filter: { stag: "new" } });
}

/** The client's records are those that the definitions make: all fields, of which some name the words that they hold. */
type Defined = TypesOf<{
  repository: typeof repository;
  issues: typeof issues;
  comments: typeof comments;
  commits: typeof commits;
  releases: typeof releases;
  contributors: typeof contributors;
  stars: typeof stars;
  streams: typeof streams;
}>;
type RecordsOf<Types extends Readonly<Record<string, ResourceTypes>>> = {
  readonly [Name in keyof Types]: Readonly<Types[Name]["record"]>;
};
type Own = Pick<RepositoryTypes, keyof Defined>;
type FieldsOf<Types extends Readonly<Record<string, ResourceTypes>>> = {
  readonly [Name in keyof Types]: keyof Types[Name]["record"];
};
declare const own: RecordsOf<Own>;
declare const fields: FieldsOf<Own>;
declare const definedFields: FieldsOf<Defined>;
export const narrower: RecordsOf<Defined> = own;
export const noMore: FieldsOf<Defined> = fields;
export const noFewer: FieldsOf<Own> = definedFields;
