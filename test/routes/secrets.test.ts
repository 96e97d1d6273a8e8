import { createExecutionContext, runInDurableObject, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { app } from "../../src/app.ts";
import { issueInvitation } from "../../src/auth/invitation-format.ts";
import { setLogLevel } from "../../src/log.ts";
import { makeTenant, OPERATOR_TOKEN, operator, send } from "../support/api.ts";

const CANARY = "Xylophonist-7391";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  const keep = (...parts: unknown[]) => void printed.push(parts.map(String).join(" "));
  for (const method of ["log", "error", "warn", "info", "debug"] as const)
    vi.spyOn(console, method).mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A request while everything is logged; objects set the level of their own settings when they start. */
async function logged(token: string, method: string, path: string, body?: string): Promise<number> {
  const context = createExecutionContext();
  const request = new Request(`https://croft.test${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "x-request-id": "log-1" },
    ...(body === undefined ? {} : { body }),
  });
  setLogLevel("debug");
  const response = await app.fetch(request, env, context);
  await response.text();
  await waitOnExecutionContext(context);
  return response.status;
}

describe("S23: the log", () => {
  it("has a line for each request, and in it neither credentials nor what was asked or sent", async () => {
    const { owner, path } = await makeTenant();
    const secret = owner.token.slice(-73);
    await logged(owner.token, "POST", `${path}/humans`, JSON.stringify({ lastName: CANARY }));
    await logged(owner.token, "POST", `${path}/humans`, `{"lastName":"${CANARY}"`);
    await logged(owner.token, "GET", `${path}/humans?lastName=${CANARY}&q=${CANARY}`);
    await logged(owner.token, "GET", `${path}/humans?${CANARY}=1`);
    await logged(`${owner.token}0`, "GET", `${path}/humans`);
    await logged(OPERATOR_TOKEN, "GET", `/v1/search?q=${CANARY}`);
    await logged(owner.token, "POST", `${path}/api-keys`, JSON.stringify({ name: CANARY, role: "viewer" }));
    const { token } = await issueInvitation(
      "acme",
      "01KAJ5Q9ZK3M8W2X4Y7T1B0CND",
      new Map([["1", "5e".repeat(32)]]),
      "s",
    );
    await logged(owner.token, "POST", `/v1/invitations/${token}/accept`);
    await logged(owner.token, "GET", `/invitations/${token}`);
    await logged(owner.token, "GET", `/auth/reset-password/${CANARY}`);
    const lines = printed.map((line) => z.looseObject({ event: z.string() }).parse(JSON.parse(line)));
    const requests = lines.filter(({ event }) => event === "request");
    expect(requests).toHaveLength(10);
    expect(requests[0]).toEqual({
      level: "debug",
      event: "request",
      requestId: "log-1",
      method: "POST",
      path: `${path}/humans`,
      status: 201,
      ms: expect.any(Number),
      actor: "key",
    });
    for (const text of [CANARY, secret, token.slice(-73), OPERATOR_TOKEN, "5e5e5e5e", "Bearer"])
      expect(printed.join("\n")).not.toContain(text);
  });

  it("tells an error's cause, and the answer does not", async () => {
    const { owner, path, stub } = await makeTenant();
    await owner.get("/humans");
    const answer = await runInDurableObject(stub, async (_, { storage }) => {
      await storage.deleteAlarm();
      vi.spyOn(storage.sql, "exec").mockImplementationOnce(() => {
        throw new Error("no such table: main.ghosts near SELECT");
      });
      return owner.get("/humans");
    });
    expect(answer.verdict).toBe("500 INTERNAL");
    expect(answer.text).not.toMatch(/ghosts|SELECT|stack/);
    const entry = printed.find((line) => line.includes(String(answer.headers.get("x-request-id"))));
    expect(entry).toContain("main.ghosts");
    expect(printed.join("\n")).not.toContain(owner.token.slice(-73));
    expect((await owner.get("/error-log")).text).not.toContain("ghosts");
    expect(path).toContain("/v1/tenants/");
  });

  it("takes no line breaks from a path", async () => {
    const { owner, path } = await makeTenant();
    await logged(owner.token, "GET", `${path}/humans%0a{"level":"error","event":"forged"}`);
    for (const line of printed) expect(JSON.parse(line)).not.toHaveProperty("event", "forged");
    expect(printed.every((line) => !line.includes("\n"))).toBe(true);
  });
});

describe("S23: an answer", () => {
  it("never holds a credential that it was sent", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    const answers = [
      await owner.get("/nowhere/at/all"),
      await owner.post("/humans", { [owner.token]: 1 }),
      await owner.get("/humans", { "x-request-id": `${owner.token} ` }),
      await send("GET", tenant.path, { headers: { authorization: `Bearer ${owner.token}x` } }),
      await owner.get("/api-keys?deleted=include"),
      await owner.get("/audit-log?resource=api-keys"),
      await owner.get("/changes"),
      await owner.get(""),
      await owner.at("").get("/v1/me"),
      await operator.get("/v1/me"),
      await operator.get("/v1/tenants"),
    ];
    const named = answers.filter(({ text }) => text.includes(owner.token.slice(-73)));
    // A field that is called like the key is named in its refusal: it stood in the body, not in a header.
    expect(named.map(({ verdict }) => verdict)).toEqual(["422 VALIDATION_ERROR"]);
    for (const { text } of answers) expect(text).not.toContain(OPERATOR_TOKEN);
  });
});

describe("S20: the time of a refusal", () => {
  /** Milliseconds of each of many refusals, in turn, so that whatever else goes on meets all kinds alike. */
  async function times(tokens: readonly string[], rounds: number): Promise<number[][]> {
    const context = createExecutionContext();
    const measured = tokens.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, token] of tokens.entries()) {
        // From another address each time, or the limit for addresses would answer instead.
        const headers = { authorization: `Bearer ${token}`, "cf-connecting-ip": `10.0.${round >> 8}.${round & 255}` };
        const request = new Request("https://croft.test/v1/me", { headers });
        const start = performance.now();
        const response = await app.fetch(request, env, context);
        await response.text();
        expect(response.status).toBe(401);
        measured[index]?.push(performance.now() - start);
      }
    }
    return measured;
  }

  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: number[]) => mean(values.map((value) => (value - mean(values)) ** 2));
  /** The fastest half: a pause of the machine says nothing of the code. */
  const settled = (values: number[]) => values.toSorted((a, b) => a - b).slice(0, values.length / 2);
  const welch = (a: number[], b: number[]) =>
    (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length || 1);

  /** The least of three comparisons: what the code tells, it tells each time, and what the machine does, it does not. */
  async function distance(one: string, other: string): Promise<number> {
    const distances: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const [a = [], b = []] = await times([one, other], 300);
      distances.push(Math.abs(welch(settled(a), settled(b))));
    }
    return Math.min(...distances);
  }

  it("tells nothing of how much of an operator token, or of a key's secret, was right", async () => {
    const { owner } = await makeTenant();
    const wrong = (text: string, at: number) =>
      text.slice(0, at) + (text.at(at) === "0" ? "1" : "0") + text.slice(at + 1);
    await times([wrong(OPERATOR_TOKEN, 0)], 50);
    expect(await distance(wrong(OPERATOR_TOKEN, 0), wrong(OPERATOR_TOKEN, OPERATOR_TOKEN.length - 1))).toBeLessThan(
      4.5,
    );
    const end = owner.token.length - 1;
    expect(await distance(wrong(owner.token, end - 31), wrong(owner.token, end))).toBeLessThan(4.5);
  });
});
