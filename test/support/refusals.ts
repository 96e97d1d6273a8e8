/** Tries a route of a tenant's object with every credential that must not get through. */

import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { Answer } from "./answer.ts";
import { Caller, makeTenant, OPERATOR_TOKEN, send, type TestTenant } from "./api.ts";
import { GithubObjects, repositoryIn } from "./github-objects.ts";
import { ActingCaller, join, somebody } from "./people.ts";
import { lovelace, type RouteCase, type Targets } from "./tenant-routes.ts";

const ROLES = ["owner", "admin", "member", "viewer"] as const;
/** Keys whose MAC is genuine, of tenants that were erased or never made, look exactly like one of another tenant. */
const ABSENT = "/v1/tenants/never-made";

/** A tenant with all that the table's paths name. */
export async function makeTargets(): Promise<Targets> {
  const tenant = await makeTenant();
  const [living, gone] = [await tenant.owner.make("humans", lovelace()), await tenant.owner.make("humans", lovelace())];
  await tenant.owner.delete(`/humans/${gone.id}`);
  const { id: invitation } = await tenant.owner.make("invitations", { email: "old@people.example", role: "viewer" });
  const { memberId: member } = await join(tenant, "viewer");
  const { keyId: key } = await tenant.as("viewer");
  const followed = await follow(tenant);
  return { tenant, human: living.id, deleted: gone.id, key, member, invitation, followed };
}

const github = new GithubObjects();

/** Has the tenant follow a repository, which knows of it, and have a GitHub token. */
async function follow({ owner, stub }: TestTenant): Promise<string> {
  const { fullName } = repositoryIn(github.install());
  await owner.put(`/follows/${fullName}`, {});
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("UPDATE follows SET state = 'following'");
    storage.sql.exec("INSERT INTO meta (key, value) VALUES ('github-token.set-at', '2026-11-21T09:30:00.000Z')");
  });
  return fullName;
}

/** Tries a route of the tenant's object with every credential that must be refused, and with those that must not. */
export function describeRefusals(example: RouteCase): void {
  const [method = "", pattern = ""] = example.route.split(" ");
  const write = method !== "GET";
  const call = (caller: Caller, targets: Targets, body = example.body?.(targets)): Promise<Answer> =>
    caller.send(method, example.path(targets), { body });

  describe(`${method} /v1/tenants/{tenant}${pattern}`, () => {
    /** For calls that are refused or only read: nothing of it changes. */
    let targets: Targets;
    beforeAll(async () => {
      targets = await makeTargets();
    });
    afterAll(() => github.uninstall());
    /** For a call that goes through. */
    const targetsToChange = async () => (write ? makeTargets() : targets);

    it("is nobody's without a credential, nor with one that is none", async () => {
      const path = targets.tenant.path + example.path(targets);
      const refused = async (headers: Record<string, string>) =>
        expect((await send(method, path, { body: example.body?.(targets), headers })).verdict).toBe(
          "401 UNAUTHENTICATED",
        );
      await refused({});
      for (const scheme of ["Bearer", "Bearer ", "Basic", "Digest", "bearer bearer", "Token", `Bearer, Bearer`])
        await refused({
          authorization: `${scheme} ${scheme === "Basic" ? btoa(`x:${targets.tenant.owner.token}`) : "x"}`,
        });
      await refused({ authorization: targets.tenant.owner.token });
      await refused({ authorization: `Basic ${targets.tenant.owner.token}` });
      await refused({ cookie: `session=${targets.tenant.owner.token}; __Host-croft=${OPERATOR_TOKEN}` });
      await refused({ "x-api-key": targets.tenant.owner.token });
    });

    it("is no forger's, and wakes nothing for one", async () => {
      const objects = async () => (await listDurableObjectIds(env.TENANT)).length;
      const before = await objects();
      for (const token of forgeries(targets.tenant.owner.token)) {
        const answer = await call(new Caller(token, targets.tenant.path), targets);
        expect(answer.verdict, token).toBe("401 UNAUTHENTICATED");
      }
      expect(await objects()).toBe(before);
    });

    it("answers another tenant's owner as if this tenant were not there", async () => {
      const { owner: stranger } = await makeTenant();
      const theirs = await call(stranger.at(targets.tenant.path), targets);
      const absent = await call(stranger.at(ABSENT), targets);
      expect(theirs.verdict).toBe("404 NOT_FOUND");
      expect(withoutId(theirs)).toEqual(withoutId(absent));
      expect([...theirs.headers.keys()]).toEqual([...absent.headers.keys()]);
    });

    it("4: is to a person what it is to a key: by role, and to strangers a tenant that is not there", async () => {
      const least = example.role === null ? -1 : ROLES.indexOf(example.role);
      for (const [rank, role] of ROLES.entries()) {
        const own = rank > least ? targets : await targetsToChange();
        await join(own.tenant, "owner");
        const answer = await call(await join(own.tenant, role), own);
        if (rank > least) expect(answer.verdict, role).toBe("403 FORBIDDEN");
        else expect(answer.status, role).toBeLessThan(300);
      }
      const stranger = new ActingCaller(targets.tenant, somebody().actor);
      const theirs = await call(stranger, targets);
      const { owner: foreign } = await makeTenant();
      expect(theirs.verdict).toBe("404 NOT_FOUND");
      expect(withoutId(theirs)).toEqual(withoutId(await call(foreign.at(targets.tenant.path), targets)));
    });

    it("is over for a key that was revoked", async () => {
      const key = await targets.tenant.as("owner");
      await targets.tenant.owner.delete(`/api-keys/${key.keyId}`);
      expect((await call(key, targets)).verdict).toBe("401 UNAUTHENTICATED");
    });

    it("is over for a key that has expired", async () => {
      const key = await targets.tenant.as({ role: "owner", expiresAt: "2999-01-01T00:00:00Z" });
      await runInDurableObject(targets.tenant.stub, (_, { storage }) => {
        storage.sql.exec("UPDATE api_keys SET expires_at = ? WHERE id = ?", new Date().toISOString(), key.keyId);
      });
      expect((await call(key, targets)).verdict).toBe("401 UNAUTHENTICATED");
    });

    it(`is for ${example.role ?? "operator"} and above`, async () => {
      const least = example.role === null ? -1 : ROLES.indexOf(example.role);
      for (const [rank, role] of ROLES.entries()) {
        const own = rank > least ? targets : await targetsToChange();
        const answer = await call(await own.tenant.as(role), own);
        if (rank > least) expect(answer.verdict, role).toBe("403 FORBIDDEN");
        else expect(answer.status, role).toBeLessThan(300);
      }
      const own = example.operator ? await targetsToChange() : targets;
      const answer = await call(own.tenant.operator, own);
      if (example.operator) expect(answer.status).toBeLessThan(300);
      else expect(answer.verdict).toBe("403 FORBIDDEN");
    });

    if (!example.narrowed)
      it("is not for a key that is narrowed to something else", async () => {
        const narrowed = await targets.tenant.as({ role: "owner", resources: ["leads", "bookings"] });
        expect((await call(narrowed, targets)).verdict).toBe("403 FORBIDDEN");
      });

    if (write)
      it("is not for a key that only reads", async () => {
        const reader = await targets.tenant.as({ role: "owner", readOnly: true });
        const { seq } = await reader.get("/humans");
        expect((await call(reader, targets)).verdict).toBe("403 FORBIDDEN");
        expect((await reader.get("/humans")).seq).toBe(seq);
      });

    if (write)
      it("takes no body beyond 1 MiB", async () => {
        const answer = await call(targets.tenant.owner, targets, `{"notes":"${"x".repeat(LIMITS.bodyBytes)}"}`);
        expect(answer.verdict).toBe("413 PAYLOAD_TOO_LARGE");
      });

    it("is refused while the tenant is suspended", async () => {
      const suspended = await makeTargets();
      await suspended.tenant.operator.patch("", { status: "suspended" });
      expect((await call(suspended.tenant.owner, suspended)).verdict).toBe("403 FORBIDDEN");
    });

    it("knows no parameter that it was not told of", async () => {
      const path = example.path(targets);
      for (const parameter of ["nope=1", "__proto__=1", "constructor=1", "Limit=1", "tenant=x"]) {
        const answer = await targets.tenant.owner.send(method, `${path}${path.includes("?") ? "&" : "?"}${parameter}`, {
          body: example.body?.(targets),
        });
        expect([400, 403], parameter).toContain(answer.status);
      }
      expect((await targets.tenant.owner.get("")).status).toBe(200);
    });
  });
}

/** Keys that differ from a genuine one in a single character, or in what their MAC covers. */
function forgeries(token: string): string[] {
  const flip = (at: number) => token.slice(0, at) + (token.at(at) === "0" ? "1" : "0") + token.slice(at + 1);
  const [prefix = "", tenant = "", id = "", secret = ""] = token.split("_");
  return [
    flip(token.length - 1),
    flip(token.length - 32),
    flip(token.length - 40),
    flip(token.length - 73),
    flip(prefix.length + tenant.length + 3),
    [prefix, "never-made", id, secret].join("_"),
    [prefix, tenant, id, secret.toUpperCase()].join("_"),
    [prefix, tenant, id, `${secret}00`].join("_"),
    [prefix, tenant, id, secret.slice(0, -1)].join("_"),
    [prefix, tenant, id, `${secret.slice(0, 40)}9${secret.slice(41)}`].join("_"),
    [prefix, tenant, id, ""].join("_"),
    "croft_",
    OPERATOR_TOKEN.slice(0, -1),
    `${OPERATOR_TOKEN}0`,
    "undefined",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcGVyYXRvciJ9.",
  ];
}

/** An answer without what tells one request from the next. */
function withoutId({ status, error }: Answer): object {
  return { status, ...error, requestId: "" };
}
