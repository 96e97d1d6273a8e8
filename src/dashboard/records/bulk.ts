/** Changes of many records: in batches that are taken whole or not at all, without those that are refused. */
import { CroftError } from "../../client/croft.ts";

/** Operations of one batch. The API takes 500; its answer, which holds every record, has a limit of its own. */
export const CHUNK = 250;
/** Refusals after which the rest is left alone: what is refused so often is refused for all. */
export const MOST_REFUSED = 50;

export interface Refusal {
  readonly id: string;
  /** The service's own words. */
  readonly message: string;
}

export interface BulkProgress {
  /** The records that were changed, in their order. */
  readonly done: readonly string[];
  readonly refused: readonly Refusal[];
  /** Records that are still to be changed, or were left when it was stopped. */
  readonly left: number;
  /** Why it was stopped before its end; null where it was not. */
  readonly problem: unknown;
}

export function chunksOf(ids: readonly string[], size = CHUNK): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) => ids.slice(at * size, (at + 1) * size));
}

/** What becomes of a batch that was refused: the chunks to try instead, or null where that would not help. */
export function instead(
  chunk: readonly string[],
  error: unknown,
): { readonly chunks: readonly (readonly string[])[]; readonly refusal: Refusal | null } | null {
  if (!(error instanceof CroftError)) return null;
  const at = refusedAt(error);
  const id = at === null ? undefined : chunk[at];
  if (id !== undefined) {
    const chunks = chunk.length > 1 ? [chunk.filter((each) => each !== id)] : [];
    return { chunks, refusal: { id, message: messageOf(error) } };
  }
  if (error.code !== "PAYLOAD_TOO_LARGE" || chunk.length === 1) return null;
  return { chunks: chunksOf(chunk, Math.ceil(chunk.length / 2)), refusal: null };
}

/** The operation that the service names in its refusal. */
function refusedAt({ details }: CroftError): number | null {
  for (const { field } of details) {
    const [, at] = /^operations\[(\d+)\]/.exec(field) ?? [];
    if (at !== undefined) return Number(at);
  }
  return null;
}

function messageOf({ details, message }: CroftError): string {
  const said = details.map((detail) => detail.message).filter((text) => text !== "");
  return said.length > 0 ? said.join(" ") : message;
}

/**
 * Changes records chunk by chunk.
 * @param send sends one batch @param tell is told after each @returns the last that was told
 */
export async function runBulk(
  ids: readonly string[],
  send: (ids: readonly string[]) => Promise<void>,
  tell: (progress: BulkProgress) => void,
  signal: AbortSignal,
): Promise<BulkProgress> {
  const chunks = [...chunksOf(ids)];
  let progress: BulkProgress = { done: [], refused: [], left: ids.length, problem: null };
  for (let chunk = chunks.shift(); chunk && !signal.aborted; chunk = chunks.shift()) {
    try {
      await send(chunk);
      progress = { ...progress, done: [...progress.done, ...chunk] };
    } catch (error) {
      const next = instead(chunk, error);
      const refused = next?.refusal ? [...progress.refused, next.refusal] : progress.refused;
      if (next === null || refused.length > MOST_REFUSED) return stopped({ ...progress, refused, problem: error }, ids);
      chunks.unshift(...next.chunks);
      progress = { ...progress, refused };
    }
    progress = stopped(progress, ids);
    tell(progress);
  }
  return progress;
}

function stopped(progress: BulkProgress, ids: readonly string[]): BulkProgress {
  return { ...progress, left: ids.length - progress.done.length - progress.refused.length };
}
