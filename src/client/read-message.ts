/** From the text of a live message to the message. */
import * as z from "zod/mini";
import { STATUS } from "../protocol/errors.ts";
import {
  currentSchema,
  type DownMessage,
  greetingSchema,
  groupsChangeSchema,
  liveErrorSchema,
  recordsChangeSchema,
  snapshotSchema,
} from "../protocol/live-down.ts";

type Schema = z.core.$ZodType<DownMessage>;

const typedSchema = z.object({ type: z.string() });
const unknownCodeSchema = z.object({ error: z.object({ code: z.string() }) });

/** `ignored`: of a type that a later version of the server knows. `malformed`: nothing that this protocol can say. */
export function readMessage(data: unknown): DownMessage | "ignored" | "malformed" {
  const value = jsonIn(data);
  const typed = z.safeParse(typedSchema, value);
  if (!typed.success) return "malformed";
  const schema = schemaOf(typed.data.type, value);
  if (!schema) return "ignored";
  const message = z.safeParse(schema, known(value));
  return message.success ? message.data : "malformed";
}

function schemaOf(type: string, value: unknown): Schema | null {
  switch (type) {
    case "welcome":
      return greetingSchema;
    case "snapshot":
      return snapshotSchema;
    case "change":
      return "groups" in Object(value) ? groupsChangeSchema : recordsChangeSchema;
    case "current":
      return currentSchema;
    case "error":
      return liveErrorSchema;
    default:
      return null;
  }
}

/** What a later server may say of an old message: a reset for a new reason, an error with a new code. */
function known(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("reset" in value && typeof value.reset === "string") return { ...value, reset: "wake" };
  const named = z.safeParse(unknownCodeSchema, value);
  if (!named.success || Object.hasOwn(STATUS, named.data.error.code) || !("error" in value)) return value;
  return { ...value, error: { message: "", ...Object(value.error), code: "BAD_REQUEST" } };
}

/** What stands in a text of JSON; undefined for everything else. */
export function jsonIn(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
