/** What a process of Croft's own clients is asked. */
import * as z from "zod";

export const clientOrderSchema = z.discriminatedUnion("do", [
  /** Makes clients that follow one query each, and answers when each has its first result. */
  z.object({
    do: z.literal("open"),
    url: z.string(),
    tenant: z.string(),
    token: z.string(),
    count: z.int(),
    resource: z.string(),
    query: z.object({ filter: z.record(z.string(), z.string()), sort: z.array(z.string()), limit: z.int() }),
  }),
  z.object({ do: z.literal("live") }),
]);
export type ClientOrder = z.infer<typeof clientOrderSchema>;

/** How many clients are live. */
export const clientsLiveSchema = z.object({ live: z.int() });
