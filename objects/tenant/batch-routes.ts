/** `POST …/batch`: up to 500 operations, all or nothing. */
import * as z from "zod";
import { AppError } from "../../src/protocol/errors.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { recordSchema } from "../../src/protocol/values.ts";
import type { Resource } from "../../src/resources/define.ts";
import { detailsOf } from "../records/body.ts";
import { type Reply, textReply } from "../records/reply.ts";
import type { ExpectedVersions, Writer } from "../records/writer.ts";
import type { Call } from "./call.ts";
import { commit } from "./write.ts";

const base = {
  resource: z.string(),
  ifMatch: z.union([z.int(), z.string().regex(/^"\d{1,15}"$/, 'Write a version, like 3 or "3".')]).optional(),
};
const operationSchema = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("create"), resource: base.resource, data: recordSchema }),
  z.strictObject({ op: z.literal("update"), ...base, id: z.string(), data: recordSchema }),
  z.strictObject({ op: z.literal("delete"), ...base, id: z.string() }),
  z.strictObject({ op: z.literal("upsert"), ...base, match: z.string(), data: recordSchema }),
]);
/** Body of `POST …/batch`. */
export const batchSchema = z.strictObject({
  operations: z
    .array(operationSchema)
    .min(1, "Give at least one operation.")
    .max(LIMITS.batchOperations, `At most ${LIMITS.batchOperations} operations.`),
});
type Operation = z.infer<typeof operationSchema>;

export function batch(call: Call): Reply {
  call.allowParams();
  const parsed = batchSchema.safeParse(call.json());
  if (!parsed.success) throw new AppError("VALIDATION_ERROR", { details: detailsOf(parsed.error) });
  const { operations } = parsed.data;
  return commit(call, new Set(operations.map((operation) => operation.resource)), (writer) => {
    const results = operations.map((operation, index) => {
      try {
        return run(call, writer, operation);
      } catch (error) {
        throw atIndex(error, index);
      }
    });
    return textReply(200, `[${results.join(",")}]`, call.tenant.store.log.seq);
  });
}

/** The result as JSON. */
function run(call: Call, writer: Writer, operation: Operation): string {
  const resource: Resource | undefined = call.tenant.store.resources.get(operation.resource);
  if (!resource) throw new AppError("NOT_FOUND");
  switch (operation.op) {
    case "create":
      return writer.create(resource, operation.data).json;
    case "update":
      return writer.update(resource, operation.id, operation.data, versions(operation.ifMatch)).json;
    case "upsert":
      return writer.upsert(resource, operation.match, operation.data, versions(operation.ifMatch)).json;
    case "delete": {
      const gone = writer.remove(resource, operation.id, versions(operation.ifMatch));
      return JSON.stringify({ id: gone.id, deletedAt: gone.deletedAt });
    }
  }
}

function versions(ifMatch: number | string | undefined): ExpectedVersions {
  if (ifMatch === undefined) return null;
  return [typeof ifMatch === "number" ? ifMatch : Number(ifMatch.slice(1, -1))];
}

/** The same error, naming the operation that caused it. */
function atIndex(error: unknown, index: number): unknown {
  if (!(error instanceof AppError)) return error;
  const details = error.details ?? [{ field: "", message: error.message }];
  return new AppError(error.code, {
    message: `operations[${index}]: ${error.message}`,
    details: details.map((detail) => ({
      ...detail,
      field: `operations[${index}]${detail.field ? `.${detail.field}` : ""}`,
    })),
    cause: error.cause,
  });
}
