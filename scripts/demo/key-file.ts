/** The demo's own keys, by server and tenant. The server shows a key once: it is kept here, for its owner's eyes alone. */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";

const entrySchema = z.object({
  /** Idempotency-Key of the request that made the tenant: with it, an answer that got lost is given again. */
  creation: z.string(),
  key: z.string().nullable(),
});
const fileSchema = z.record(z.string(), z.record(z.string(), entrySchema));
type Entry = z.infer<typeof entrySchema>;

export class KeyFile {
  readonly #path: string;
  readonly #url: string;

  constructor(path: string, url: string) {
    this.#path = path;
    this.#url = url;
  }

  /** The tenant's entry; noted down before its first use, so that a demo cut off in between can go on. */
  entry(tenant: string): Entry {
    const known = this.#read()[this.#url]?.[tenant];
    if (known) return known;
    const entry = { creation: randomUUID(), key: null };
    this.#write(tenant, entry);
    return entry;
  }

  keep(tenant: string, key: string): void {
    this.#write(tenant, { ...this.entry(tenant), key });
  }

  forget(tenant: string): void {
    this.#write(tenant, null);
  }

  #read(): z.infer<typeof fileSchema> {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    } catch {
      // Absent or damaged: as good as lost, and the demo says how to go on.
      return {};
    }
  }

  #write(tenant: string, entry: Entry | null): void {
    const file = this.#read();
    const { [tenant]: _, ...others } = file[this.#url] ?? {};
    file[this.#url] = entry ? { ...others, [tenant]: entry } : others;
    mkdirSync(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    // A mode is given to new files only.
    rmSync(next, { force: true });
    writeFileSync(next, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
    renameSync(next, this.#path);
  }
}
