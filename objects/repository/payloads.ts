/**
 * GitHub's pages as they came, in R2: what an object's rows are made of can be made again without a request. A page is named by its
 * content, so that one which has not changed is not written again.
 */
import * as z from "zod";
import { log } from "../../src/log.ts";
import type { StreamName } from "../../src/resources/github/streams.ts";
import { STREAMS } from "../../src/resources/github/streams.ts";

export interface Payload {
  readonly stream: StreamName;
  /** Path it was asked by. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  readonly body: string;
}

const metadataSchema = z.object({ stream: z.enum(STREAMS), path: z.string(), fetchedAt: z.coerce.number() });
const LISTED_AT_ONCE = 200;
/** R2 keeps 2,048 bytes of metadata with an object (platform limits). */
const LONGEST_PATH = 1_000;

function prefixOf(githubId: number): string {
  return `repositories/${githubId}/`;
}

/** Keeps a page, unless the very same is there. Never rejects: a bucket that is away must not stop what it only is a copy of. */
export async function keepPayload(bucket: R2Bucket, githubId: number, payload: Payload): Promise<void> {
  const { stream, path, fetchedAt, body } = payload;
  const key = `${prefixOf(githubId)}${stream}/${await digestOf(body)}`;
  const customMetadata = { stream, path: path.slice(0, LONGEST_PATH), fetchedAt: String(fetchedAt) };
  const httpMetadata = { contentType: "application/json", contentEncoding: "gzip" };
  try {
    if (!(await bucket.head(key))) await bucket.put(key, await zipped(body), { customMetadata, httpMetadata });
  } catch (cause) {
    log("warn", { event: "page not kept", repository: githubId, stream, cause });
  }
}

/** Every page that was kept, in the order in which they came. Bodies are read when they are asked for. */
export async function listPayloads(
  bucket: R2Bucket,
  githubId: number,
): Promise<(Omit<Payload, "body"> & { read(): Promise<string | null> })[]> {
  const found: (Omit<Payload, "body"> & { read(): Promise<string | null> })[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({
      prefix: prefixOf(githubId),
      limit: LISTED_AT_ONCE,
      include: ["customMetadata"],
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { key, customMetadata } of page.objects) {
      const known = metadataSchema.safeParse(customMetadata);
      if (known.success) found.push({ ...known.data, read: () => readBody(bucket, key) });
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return found.toSorted((a, b) => a.fetchedAt - b.fetchedAt);
}

async function readBody(bucket: R2Bucket, key: string): Promise<string | null> {
  const object = await bucket.get(key);
  return object && new Response(object.body.pipeThrough(new DecompressionStream("gzip"))).text();
}

async function digestOf(body: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function zipped(body: string): Promise<ArrayBuffer> {
  const stream = new Response(body).body;
  if (!stream) return new ArrayBuffer(0);
  return new Response(stream.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
