import { env } from "cloudflare:workers";
import { afterAll, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { repositoryStub } from "../../src/stubs.ts";
import { makeTenant } from "../support/api.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";
import { openSocket } from "../support/live-socket.ts";

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
    })
    .toBe(CLOSE.FORBIDDEN);
  expect(other.closed).toBeNull();
});
