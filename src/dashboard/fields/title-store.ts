/** Titles of records by their ids: asked for together, kept, and followed while they are looked at. */
import type { AnyRecord, FilterOf, ListQuery, LiveListQuery, LiveQuery } from "../../client/croft.ts";
import type { Fields, Json } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { fieldsNamed } from "../../protocol/title.ts";
import { recordTitle } from "./record-title.ts";
import type { Reference } from "./references.ts";

/** `missing`: there is no such record, or the caller may not see it. */
export type Title =
  | { readonly status: "loading" | "missing"; readonly title: null }
  | { readonly status: "known" | "deleted"; readonly title: string };

/** What the store needs of a resource's client. */
export interface Source {
  list(query: ListQuery<AnyRecord>): Promise<{ readonly data: readonly AnyRecord[] }>;
  live(query: LiveListQuery<AnyRecord>): Pick<LiveQuery<AnyRecord>, "subscribe" | "value">;
}

interface Entry {
  title: Title;
  readonly listeners: Set<() => void>;
}

const LOADING: Title = { status: "loading", title: null };
const MISSING: Title = { status: "missing", title: null };

/** Values that a list of a filter may have. */
const MOST = 200;
/** Those that come to be seen within a frame are asked for at once. */
const GATHER_MS = 20;
/** Who scrolls looks at others every moment: followed is what stays. */
const SETTLE_MS = 1_000;

/** The titles of one resource's records, by one field. */
export class TitleStore {
  readonly #resource: ResourceDescription;
  readonly #by: Reference["by"];
  readonly #source: Source;
  readonly #titleOfOther: (field: string, id: string) => Promise<string | null>;
  readonly #entries = new Map<string, Entry>();
  #asked = new Set<string>();
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => undefined;

  /** @param titleOfOther the title of a record that a field of this one names, where titles have such fields */
  constructor(
    resource: ResourceDescription,
    by: Reference["by"],
    source: Source,
    titleOfOther: (field: string, id: string) => Promise<string | null>,
  ) {
    this.#resource = resource;
    this.#by = by;
    this.#source = source;
    this.#titleOfOther = titleOfOther;
  }

  /** What is known of a title now. */
  read(id: string): Title {
    return this.#entries.get(id)?.title ?? LOADING;
  }

  /** Asks for a title, and follows it until the returned function is called. */
  watch(id: string, listener: () => void): () => void {
    const entry = this.#entries.get(id) ?? { title: LOADING, listeners: new Set() };
    this.#entries.set(id, entry);
    if (entry.listeners.size === 0) this.#ask(id);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      this.#settle();
    };
  }

  /** The title, once it is known; null for what is missing. */
  async title(id: string): Promise<string | null> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = this.watch(id, () => resolve());
    if (this.read(id).status === "loading") await promise;
    end();
    return this.read(id).title;
  }

  #ask(id: string): void {
    this.#asked.add(id);
    this.#gathering ??= setTimeout(() => void this.#load(), GATHER_MS);
    this.#settle();
  }

  async #load(): Promise<void> {
    this.#gathering = undefined;
    const ids = [...this.#asked];
    this.#asked = new Set();
    const parts = Array.from({ length: Math.ceil(ids.length / MOST) }, (_, at) =>
      ids.slice(at * MOST, (at + 1) * MOST),
    );
    await Promise.all(parts.map((part) => this.#loadPart(part)));
  }

  async #loadPart(ids: readonly string[]): Promise<void> {
    try {
      const { data } = await this.#source.list({ filter: this.#filter(ids), limit: MOST, deleted: "include" });
      await this.#keep(data);
      const found = new Set(data.map((record) => String(record[this.#by])));
      for (const id of ids) if (!found.has(id)) this.#set(id, MISSING);
    } catch {
      // Refused or not reached: what is known stays, and whoever looks again asks again.
      for (const id of ids) if (this.read(id).status === "loading") this.#set(id, MISSING);
    }
  }

  #filter(ids: readonly string[]): FilterOf<AnyRecord> {
    return { [this.#by]: { in: ids } };
  }

  async #keep(records: readonly AnyRecord[]): Promise<void> {
    await Promise.all(
      records.map(async (record) => {
        const title = recordTitle(this.#resource, await this.#withOthers(record));
        this.#set(String(record[this.#by]), { status: record.deletedAt ? "deleted" : "known", title });
      }),
    );
  }

  /** Titles that name other records show these by their titles, not by their ids. */
  async #withOthers(record: AnyRecord): Promise<Fields> {
    const named = this.#resource.fields.filter(
      ({ name, reference, kind }) =>
        reference && kind === "text" && this.#resource.title.some((template) => fieldsNamed(template).includes(name)),
    );
    const filled: Record<string, Json> = { ...record };
    for (const { name } of named) {
      const id = record[name];
      if (typeof id === "string") filled[name] = (await this.#titleOfOther(name, id)) ?? id;
    }
    return filled;
  }

  #set(id: string, title: Title): void {
    const entry = this.#entries.get(id);
    if (!entry || (entry.title.status === title.status && entry.title.title === title.title)) return;
    entry.title = title;
    for (const tell of [...entry.listeners]) tell();
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#follow(), SETTLE_MS);
  }

  #follow(): void {
    this.#stop();
    this.#stop = () => undefined;
    const watched = [...this.#entries].filter(([, { listeners }]) => listeners.size > 0).map(([id]) => id);
    const ids = watched.slice(0, MOST).sort();
    if (ids.length === 0) return;
    const query = this.#source.live({ filter: this.#filter(ids), limit: MOST });
    this.#stop = query.subscribe(() => {
      const { status, data } = query.value;
      if (status === "live") void this.#keep(data);
    });
  }
}
