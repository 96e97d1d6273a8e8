/** Who does not keep up goes; who only asked for much, or was quiet for long, stays. (L4) */
import { describe, expect, it } from "vitest";
import { Backlog, MessageBudget, Outstanding } from "../../objects/records/live/flow.ts";
import { LIMITS } from "../../src/protocol/limits.ts";

const { ackEvery, ackTimeoutMs, bufferedBytes, messageBurst, messagesPerSecond, unacknowledged } = LIMITS.live;

/** Sends `count` messages, each at the next position. */
function send(outstanding: Outstanding, count: number, now: number, units = 10): void {
  for (let sent = 0; sent < count; sent += 1) outstanding.sent(outstanding.highest + 1, units, now);
}

describe("messages that wait for an acknowledgement", () => {
  it("may be many at once, but not more than the limit", () => {
    const outstanding = new Outstanding(0);
    send(outstanding, unacknowledged, 0);
    expect(outstanding.isTooSlow(0)).toBe(false);
    send(outstanding, 1, 0);
    expect(outstanding.isTooSlow(0)).toBe(true);
  });

  it("may not be more than a few for long", () => {
    const outstanding = new Outstanding(0);
    send(outstanding, ackEvery + 1, 1_000);
    expect(outstanding.isTooSlow(1_000 + ackTimeoutMs)).toBe(false);
    expect(outstanding.isTooSlow(1_001 + ackTimeoutMs)).toBe(true);
  });

  it("do no harm to a client that was quiet because nothing was sent", () => {
    const outstanding = new Outstanding(0);
    send(outstanding, ackEvery, 0);
    send(outstanding, 1, 10 * ackTimeoutMs);
    expect(outstanding.isTooSlow(10 * ackTimeoutMs)).toBe(false);
  });

  it("are counted from what the acknowledgement covers: one that lags excuses little", () => {
    const outstanding = new Outstanding(0);
    for (let round = 1; round <= 8; round += 1) {
      send(outstanding, 200, round);
      expect(outstanding.acknowledge(round * 80, round)).toBe(true);
    }
    expect(outstanding.isTooSlow(9)).toBe(false);
    send(outstanding, 200, 9);
    expect(outstanding.isTooSlow(9)).toBe(true);
  });

  it("are all covered by the newest position", () => {
    const outstanding = new Outstanding(7);
    for (let sent = 0; sent < unacknowledged; sent += 1) outstanding.sent(8, 10, 0);
    expect(outstanding.acknowledge(8, 0)).toBe(true);
    send(outstanding, unacknowledged, 0);
    expect(outstanding.isTooSlow(0)).toBe(false);
  });

  it("cannot be acknowledged before they are sent", () => {
    const outstanding = new Outstanding(7);
    expect(outstanding.acknowledge(7, 0)).toBe(true);
    expect(outstanding.acknowledge(8, 0)).toBe(false);
  });
});

describe("what a client that owes an acknowledgement was sent", () => {
  const message = bufferedBytes / 8;

  it("may not be large", () => {
    const outstanding = new Outstanding(0);
    send(outstanding, 64, 0, message);
    expect(outstanding.isTooSlow(1)).toBe(false);
    send(outstanding, 36, 0, message);
    expect(outstanding.isTooSlow(1)).toBe(false);
    send(outstanding, 1, 0, message);
    expect(outstanding.isTooSlow(1)).toBe(true);
    outstanding.acknowledge(101, 1);
    expect(outstanding.isTooSlow(1)).toBe(false);
  });

  it("may be large when it was sent in this very turn", () => {
    const outstanding = new Outstanding(0);
    send(outstanding, 200, 5, message);
    expect(outstanding.isTooSlow(5)).toBe(false);
    expect(outstanding.isTooSlow(6)).toBe(true);
  });
});

describe("bytes that wait in the runtime", () => {
  it("have an end, except where the runtime cannot tell", () => {
    const backlog = new Backlog();
    expect(backlog.isTooLarge(bufferedBytes, 0)).toBe(false);
    expect(backlog.isTooLarge(bufferedBytes + 1, 0)).toBe(true);
    expect(backlog.isTooLarge(undefined, 0)).toBe(false);
  });

  it("may be as many as the client asked for, for a while", () => {
    const backlog = new Backlog();
    const snapshot = "x".repeat(2 * bufferedBytes);
    backlog.sent(snapshot, 0, true);
    expect(backlog.isTooLarge(snapshot.length + bufferedBytes, ackTimeoutMs)).toBe(false);
    expect(backlog.isTooLarge(snapshot.length + bufferedBytes, ackTimeoutMs + 1)).toBe(true);
  });

  it("may be as many as were sent a moment ago", () => {
    const backlog = new Backlog();
    const change = "x".repeat(bufferedBytes);
    backlog.sent(change, 10_000, false);
    backlog.sent(change, 10_000, false);
    expect(backlog.isTooLarge(2 * bufferedBytes, 10_000)).toBe(false);
    backlog.sent("x", 12_600, false);
    expect(backlog.isTooLarge(2 * bufferedBytes, 12_600)).toBe(false);
    expect(backlog.isTooLarge(2 * bufferedBytes, 20_000)).toBe(true);
  });

  it("pile up nowhere, however fast they come", () => {
    const backlog = new Backlog();
    for (let sent = 0; sent < 100; sent += 1) backlog.sent("x".repeat(bufferedBytes), 0, false);
    expect(backlog.isTooLarge(9 * bufferedBytes, 0)).toBe(false);
    expect(backlog.isTooLarge(9 * bufferedBytes + 1, 0)).toBe(true);
  });
});

describe("messages from a client", () => {
  it("may come in a burst and then at a steady rate", () => {
    const budget = new MessageBudget(0);
    for (let taken = 0; taken < messageBurst; taken += 1) expect(budget.take(0)).toBe(true);
    expect(budget.take(0)).toBe(false);
    expect(budget.take(1_000 / messagesPerSecond)).toBe(true);
    expect(budget.take(1_000 / messagesPerSecond)).toBe(false);
  });

  it("are not given more by a clock that goes back", () => {
    const budget = new MessageBudget(1_000);
    for (let taken = 0; taken < messageBurst; taken += 1) budget.take(1_000);
    expect(budget.take(0)).toBe(false);
  });
});
