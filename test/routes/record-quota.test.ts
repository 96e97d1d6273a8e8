import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { ChangeLog } from "../../objects/records/change-log.ts";
import { requireRecordQuota } from "../../objects/tenant/record-quota.ts";
import { config } from "../../src/croft.config.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";
import { project } from "../support/due-jobs.ts";

/** What a plan of so many records would have said of the last `count` changes. */
const judged = ({ stub }: TestTenant, most: number | undefined, count: number) =>
  runInDurableObject(stub, (_, { storage }) => {
    const log = new ChangeLog({ sql: storage.sql, transaction: (write) => storage.transactionSync(write) });
    const changes = log
      .after(log.seq - count, count)
      .entries.map((entry) => ({ ...entry, before: null, after: null, afterJson: "" }));
    try {
      requireRecordQuota(most, storage.sql, config.resourceByName, changes);
      return "allowed";
    } catch (error) {
      return error instanceof AppError ? error.code : "another error";
    }
  });

describe("a plan's number of records", () => {
  it("counts the living ones of all resources, projected or not, and none of Croft's own", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    await owner.make("humans", { lastName: "A" });
    const gone = await owner.make("accounts", { name: "B" });
    await owner.delete(`/accounts/${gone.id}`);
    await owner.post("/api-keys", { name: "X", role: "viewer" });
    await project(tenant);
    await owner.make("leads", { title: "C" });
    expect(await judged(tenant, 2, 1)).toBe("allowed");
    await owner.make("leads", { title: "D" });
    expect(await judged(tenant, 2, 1)).toBe("QUOTA_EXCEEDED");
    expect(await judged(tenant, 3, 1)).toBe("allowed");
    expect(await judged(tenant, undefined, 1)).toBe("allowed");
    await owner.post(`/accounts/${gone.id}/restore`);
    expect(await judged(tenant, 3, 1)).toBe("QUOTA_EXCEEDED");
  });

  it("hinders nobody who changes or removes records", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    const [one, other] = [await owner.make("humans", { lastName: "A" }), await owner.make("humans", { lastName: "B" })];
    await owner.patch(`/humans/${one.id}`, { notes: "X" });
    expect(await judged(tenant, 0, 1)).toBe("allowed");
    await owner.delete(`/humans/${other.id}`);
    expect(await judged(tenant, 0, 1)).toBe("allowed");
    const operations = [
      { op: "delete", resource: "humans", id: one.id },
      { op: "create", resource: "humans", data: { lastName: "C" } },
    ];
    await owner.post("/batch", { operations });
    expect(await judged(tenant, 0, 2)).toBe("allowed");
  });
});
