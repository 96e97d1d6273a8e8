/** What a socket may weigh in workerd: its attachment, and what waits to be acknowledged. (L4, L10, L11) */
import { evictDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { makeTenant } from "../support/api.ts";
import { openSocket } from "../support/live-socket.ts";

const IDS = Array.from({ length: LIMITS.live.subscriptions }, (_, n) => "語".repeat(62) + String(n).padStart(2, "0"));
const question = (n: number) => ({ type: "subscribe", id: IDS[n] ?? "", resource: "leads", query: { limit: n + 1 } });

it("a socket with 64 subscriptions of the longest ids goes on after an eviction", async () => {
  const { owner, path, stub } = await makeTenant();
  const socket = await openSocket(path, owner);
  for (const n of IDS.keys()) socket.send(question(n));
  for (const id of IDS) await socket.next("snapshot", id);
  await evictDurableObject(stub, { webSockets: "hibernate" });
  const { id: lead } = await owner.make("leads", { title: "After" });
  for (const id of IDS) expect(await socket.next("change", id)).toMatchObject({ enter: [{ id: lead }] });
});

it("a client that acknowledges nothing is closed with 4408, and others are not", async () => {
  const { owner, path } = await makeTenant();
  const [slow, good] = [await openSocket(path, owner), await openSocket(path, owner)];
  for (const n of IDS.keys()) slow.send(question(n));
  good.send(question(0));
  await good.next("snapshot");
  await slow.next("snapshot", IDS.at(-1));
  const commits = Math.ceil(LIMITS.live.unacknowledged / IDS.length) + 1;
  for (let written = 0; written < commits; written += 1) {
    await owner.make("leads", {});
    const { seq } = await good.next("change");
    good.send({ type: "ack", seq });
  }
  expect(await slow.ended()).toMatchObject({ code: CLOSE.TOO_SLOW });
  await owner.make("leads", {});
  await good.next("change");
});
