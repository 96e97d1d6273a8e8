/** Calls that answer with one thing. */
import type * as z from "zod/mini";
import { recordSchema } from "../protocol/values.ts";
import type { CallRequest, Transport } from "./transport.ts";

/** The data of an answer, whatever is said about it. @throws CroftError */
export async function callOne<Data>(
  transport: Transport,
  data: z.core.$ZodType<Data>,
  request: Pick<CallRequest<Data, unknown>, "method" | "path" | "body" | "options">,
): Promise<Data> {
  return (await transport.call({ ...request, data, meta: recordSchema })).data;
}
