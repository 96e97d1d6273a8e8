/** What a process of live sockets is asked, and what it answers. */
import * as z from "zod";

export const audienceOrderSchema = z.discriminatedUnion("do", [
  /** Opens sockets that stay live until the process ends: whoever loses the connection comes back. */
  z.object({
    do: z.literal("open"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    count: z.int(),
    /** Sockets say these in turn, with `since` when they come back; none where the server tells unasked. */
    subscriptions: z.array(z.record(z.string(), z.json())),
    /** Number of the first socket, from which it takes its turn. */
    first: z.int(),
  }),
  /** How many changes the socket has that got the fewest since the last `take`. */
  z.object({ do: z.literal("count") }),
  z.object({ do: z.literal("take") }),
  /** How many sockets are live since the last `lost`. */
  z.object({ do: z.literal("live") }),
  z.object({ do: z.literal("lost") }),
]);
export type AudienceOrder = z.infer<typeof audienceOrderSchema>;

export const doneSchema = z.object({ done: z.literal(true) });
export const countSchema = z.object({ count: z.int() });
export const takenSchema = z.object({
  /** Milliseconds from a write's stamp to each receipt. */
  samples: z.array(z.number()),
  /** Changes of the socket that got fewest, and of the one that got most. */
  fewest: z.int(),
  most: z.int(),
  /** Changes that came after a later one. */
  disordered: z.int(),
});
export const liveSchema = z.object({ live: z.int() });

/** Microseconds of a clock that all processes of a machine share. */
export function stampNow(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** Text that a write carries so that whoever hears of it knows when it was sent. */
export function stampText(): string {
  return `sent:${stampNow()};`;
}
