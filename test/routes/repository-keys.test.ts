import { env } from "cloudflare:workers";
import { afterAll, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { repositoryStub } from "../../src/stubs.ts";
import { makeTenant } from "../support/api.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";
import { openSocket } from "../support/live-socket.ts";

/** A round asks GitHub before it ends, and the next one waits for it. */
const PATIENCE = { timeout: 20_000 };

afterAll(restRepositories);

it("closes the sockets of a key that was revoked with the next round, and leaves those of others", async () => {
  const tenant = await makeTenant();
  const githubId = await keepRepository({ owner: "keys", name: "watched" });
  const viewer = await tenant.as("viewer");
  const [revoked, other] = [
    await openSocket("/v1/repositories/keys/watched", viewer),
    await openSocket("/v1/repositories/keys/watched", tenant.owner),
  ];
  await tenant.owner.delete(`/api-keys/${viewer.keyId}`);
  await expect
    .poll(async () => {
      await repositoryStub(env, githubId).refresh();
      return revoked.closed?.code;
    }, PATIENCE)
    .toBe(CLOSE.FORBIDDEN);
  expect(other.closed).toBeNull();
});

it("closes the sockets of a key that was narrowed to other things, until it may look again", async () => {
  const tenant = await makeTenant();
  const githubId = await keepRepository({ owner: "keys", name: "narrowed" });
  const path = "/v1/repositories/keys/narrowed";
  const viewer = await tenant.as({ role: "viewer", resources: ["leads", "follows"] });
  const kept = await openSocket(path, await tenant.as({ role: "viewer", resources: ["follows"] }));
  const narrowed = await openSocket(path, viewer);
  await tenant.owner.patch(`/api-keys/${viewer.keyId}`, { resources: ["leads"] });
  await expect
    .poll(async () => {
      await repositoryStub(env, githubId).refresh();
      return narrowed.closed?.code;
    }, PATIENCE)
    .toBe(CLOSE.FORBIDDEN);
  expect(kept.closed).toBeNull();
  await tenant.owner.patch(`/api-keys/${viewer.keyId}`, { resources: null });
  const again = await openSocket(path, viewer);
  again.send({ type: "subscribe", id: "all", resource: "issues", query: {} });
  await again.next("snapshot", "all");
});
