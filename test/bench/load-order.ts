/** What the generator of load is asked, and what it answers. */
import * as z from "zod";

export const loadOrderSchema = z.object({
  url: z.string(),
  connections: z.int(),
  seconds: z.number(),
  /** Each connection sends them in turn, again and again. */
  requests: z.array(
    z.object({
      method: z.enum(["GET", "POST"]),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string().optional(),
    }),
  ),
  /** Whether each connection begins at another request, as far from each other as can be; otherwise all begin at the first. */
  apart: z.boolean().default(false),
});

export const loadResultSchema = z.object({
  /** Answers a second. */
  perSecond: z.number(),
  total: z.number(),
  /** Answers other than 2xx. */
  refused: z.number(),
  /** Connections that failed or timed out. */
  errors: z.number(),
  /** Milliseconds. */
  p50: z.number(),
  p99: z.number(),
  /** Of one processor, used by the generator: near 1 it would be the bottleneck itself. */
  cpuShare: z.number(),
});

export type LoadOrder = z.input<typeof loadOrderSchema>;
export type LoadResult = z.infer<typeof loadResultSchema>;
export type LoadRequest = LoadOrder["requests"][number];
