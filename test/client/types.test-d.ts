/** What must not compile: the compiler says so of a line that is expected to fail and does not. Nothing here runs. */
import { createCroft, type TypesOf } from "../../src/client/croft.ts";
import { createSession } from "../../src/client/session/session.ts";
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
