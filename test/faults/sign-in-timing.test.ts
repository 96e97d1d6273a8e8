/**
 * S20: whether the time of an answer tells if there is an account. Both kinds are asked in random order and a few at a time, since
 * a machine's speed drifts; t is Welch's. Beside it stands the least difference that these samples would have shown: a password
 * that is not hashed for an unknown address would be sixty milliseconds. Chance alone passes 4.5 once in 100,000 runs; a burst of
 * load on the machine may do so more often, so a series that does is measured a second time, and both count.
 */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";
import { welch } from "../support/welch.ts";

const LIMIT = 4.5;
const AT_ONCE = 4;
const ACCOUNTS = 40;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ LOG_LEVEL: "error" });
});
afterAll(() => server?.stop());

type Ask = (index: number) => Promise<unknown>;

/** Milliseconds of each kind, asked in random order. */
async function measure(known: Ask, unknown: Ask, samples: number, atOnce: number): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  const kinds = Array.from({ length: 2 * samples }, (_, index) => index % 2);
  for (let at = kinds.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [kinds[at], kinds[other]] = [kinds[other] ?? 0, kinds[at] ?? 0];
  }
  const next = kinds.entries();
  const asking = async () => {
    for (const [index, kind] of next) {
      const before = performance.now();
      await (kind === 0 ? known : unknown)(index);
      times[kind === 0 ? 0 : 1].push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, asking));
  return times;
}

async function expectNoDifference(what: string, known: Ask, unknown: Ask, samples: number, atOnce = AT_ONCE) {
  const found: number[] = [];
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { t, error } = welch(...(await measure(known, unknown, samples, atOnce)));
    console.log(`${what}: t ${t.toFixed(2)}, ${samples} samples a kind, would show ${(LIMIT * error).toFixed(1)} ms`);
    if (Math.abs(t) < LIMIT) return;
    found.push(t);
  }
  expect(found).toEqual([]);
}

/** Asks about an address out of many, each time from another network: limits are not what is measured. */
function about(prefix: string, ask: (visitor: Visitor, email: string) => Promise<unknown>): Ask {
  let asked = 0;
  return () => {
    asked += 1;
    return ask(new Visitor(server.url), `${prefix}-${asked % ACCOUNTS}@example.com`);
  };
}

it("S20: the time of an answer does not tell whether there is an account", async () => {
  for (let account = 0; account < ACCOUNTS; account += 4)
    await Promise.all([0, 1, 2, 3].map((more) => new Visitor(server.url).join(`known-${account + more}@example.com`)));
  const compare = (what: string, samples: number, ask: (visitor: Visitor, email: string) => Promise<unknown>) =>
    expectNoDifference(what, about("known", ask), about("unknown", ask), samples);
  await compare("sign-in", 60, (visitor, email) => visitor.signIn(email, "not the password"));
  await compare("password reset", 60, (visitor, email) => visitor.post("/auth/request-password-reset", { email }));
  await compare("verification mail", 40, (visitor, email) => visitor.post("/auth/send-verification-email", { email }));
  // Who signs up with an unknown address has an account then: each of them is asked once.
  const signUp = (visitor: Visitor, email: string) =>
    visitor.post("/auth/sign-up/email", { name: "N", email, password: "a password of one's own" });
  let fresh = 0;
  const unknown = () => {
    fresh += 1;
    return signUp(new Visitor(server.url), `fresh-${fresh}@example.com`);
  };
  await expectNoDifference("sign-up", about("known", signUp), unknown, 50);
});

it("S20: the time of a refusal does not tell whether an API key or its tenant exists", async () => {
  const { tenant, key } = await createTenant(server);
  const changed = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
  const foreign = changed.replace(`croft_${tenant}_`, `croft_${"x".repeat(tenant.length)}_`);
  const ask = (token: string) => async () => {
    const network = `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`;
    const response = await fetch(`${server.url}/v1/tenants/${tenant}/leads`, {
      headers: { authorization: `Bearer ${token}`, "cf-connecting-ip": network },
    });
    expect(response.status).toBe(401);
    await response.arrayBuffer();
  };
  await expectNoDifference("API key", ask(changed), ask(foreign), 2_000, 1);
});
