/** What live queries must not forget over an eviction beside their groups: a few values in the table `meta`. */
import type { Resource } from "../../../src/resources/define.ts";
import type { Database } from "../database.ts";
import { readMetaBelow, writeMeta } from "../meta.ts";

const DEFINITIONS = "live.definitions";
const DEFINED_AT = "live.definedAt";
const PENDING = "live.pending";
const EXPIRED = "live.expired.";

export class Marks {
  readonly #database: Database;
  readonly #values: Map<string, string>;

  constructor(database: Database) {
    this.#database = database;
    this.#values = readMetaBelow(database.sql, "live.");
  }

  /**
   * Notices that a deploy changed what records look like or who may read them: what a client held before then was made by
   * other rules, and the log does not tell the difference.
   */
  define(resources: ReadonlyMap<string, Resource>, seq: number): void {
    const definitions = definitionsOf(resources);
    const known = this.#values.get(DEFINITIONS);
    if (known === definitions) return;
    this.#database.transaction(() => {
      this.#set(DEFINITIONS, definitions);
      this.#set(DEFINED_AT, String(known === undefined ? -1 : seq));
    });
  }

  /** Position at which the definitions last changed; what was told up to then cannot be continued. */
  get definedAt(): number {
    return Number(this.#values.get(DEFINED_AT) ?? -1);
  }

  /** Position at which rows of the resource last went without a change in the log, or -1. */
  expiredAt(resource: string): number {
    return Number(this.#values.get(EXPIRED + resource) ?? -1);
  }

  expired(resource: string, seq: number): void {
    this.#set(EXPIRED + resource, String(seq));
  }

  /** Ids of groups that were to be recomputed. */
  get pending(): readonly number[] {
    const ids: number[] = JSON.parse(this.#values.get(PENDING) ?? "[]");
    return ids;
  }

  setPending(ids: readonly number[]): void {
    const text = JSON.stringify(ids);
    if (text !== (this.#values.get(PENDING) ?? "[]")) this.#set(PENDING, text);
  }

  #set(key: string, value: string): void {
    writeMeta(this.#database.sql, key, value);
    this.#values.set(key, value);
  }
}

function definitionsOf(resources: ReadonlyMap<string, Resource>): string {
  return JSON.stringify(
    [...resources.values()].map((resource) => {
      const fields = [...resource.fields.values()].map((field) => `${field.name}:${field.kind}`);
      const shown = resource.view ? [resource.view] : [];
      return [resource.name, fields.join(), resource.access.read, resource.ownRows, ...shown];
    }),
  );
}
