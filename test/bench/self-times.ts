/** Reads a V8 CPU profile. Pure. */
import * as z from "zod";

export const cpuProfileSchema = z.looseObject({
  nodes: z.array(
    z.looseObject({
      id: z.int(),
      callFrame: z.looseObject({ functionName: z.string(), url: z.string(), lineNumber: z.int() }),
      children: z.array(z.int()).optional(),
    }),
  ),
  /** Node of each sample, and microseconds since the one before. */
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});
export type CpuProfile = z.infer<typeof cpuProfileSchema>;

/** One function, wherever it was called from. */
export interface SelfTime {
  readonly name: string;
  /** `file:line`, empty for what is no JavaScript. */
  readonly place: string;
  /** In the function itself. */
  readonly ms: number;
  /** In it and in what it called. */
  readonly totalMs: number;
}

/**
 * Functions by the time spent in themselves, the most first. No sample is taken while the Worker does not run, and the next one
 * then carries the whole pause: it counts for `longestMs` at most.
 */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile, longestMs: number): SelfTime[] {
  const byNode = new Map<number, number>();
  for (const [index, node] of samples.entries())
    byNode.set(node, (byNode.get(node) ?? 0) + Math.min(longestMs, (timeDeltas[index] ?? 0) / 1_000));
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<string, { name: string; place: string; ms: number; totalMs: number }>();
  /** Returns the time of the whole branch. A function that calls itself counts once, at the outermost call. */
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const node = nodeOf.get(id);
    if (!node) return 0;
    const { functionName, url, lineNumber } = node.callFrame;
    const name = functionName || "(anonymous)";
    const place = url ? `${url.replace(/^.*\//, "")}:${lineNumber + 1}` : "";
    const key = `${name} ${place}`;
    const entry = found.get(key) ?? { name, place, ms: 0, totalMs: 0 };
    found.set(key, entry);
    const own = byNode.get(id) ?? 0;
    const inside = new Set([...above, key]);
    const total = (node.children ?? []).reduce((sum, child) => sum + visit(child, inside), own);
    entry.ms += own;
    if (!above.has(key)) entry.totalMs += total;
    return total;
  };
  const children = new Set(nodes.flatMap((node) => node.children ?? []));
  for (const node of nodes) if (!children.has(node.id)) visit(node.id, new Set());
  return [...found.values()].toSorted((a, b) => b.ms - a.ms);
}
