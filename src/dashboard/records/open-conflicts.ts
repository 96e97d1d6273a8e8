/**
 * Edits of a tenant's records that met somebody else's (412), until a person has chosen. They outlive the form they were made in: what
 * somebody wrote is not lost because they went on meanwhile.
 */
import type { AnyRecord, Fields, Observable } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";

/** An edit that was refused since the record had changed meanwhile. */
export interface OpenConflict {
  readonly resource: ResourceDescription;
  /** The record as it was when editing began. */
  readonly base: AnyRecord;
  /** What was to be stored, by field name. */
  readonly mine: Fields;
  /** The record as it is stored now. */
  readonly theirs: AnyRecord;
  /** The form that shows both versions itself; null where nothing on the page does. */
  readonly owner: object | null;
}

export class OpenConflicts implements Observable<readonly OpenConflict[]> {
  readonly #listeners = new Set<(value: readonly OpenConflict[]) => void>();
  #value: readonly OpenConflict[] = [];

  /** The oldest first. */
  get value(): readonly OpenConflict[] {
    return this.#value;
  }

  readonly subscribe = (listener: (value: readonly OpenConflict[]) => void): (() => void) => {
    const own = (value: readonly OpenConflict[]) => listener(value);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  };

  add(conflict: OpenConflict): void {
    this.#set([...this.#value, conflict]);
  }

  /** Puts one in the place of another, after the record has changed again; nothing where it is settled. */
  replace(conflict: OpenConflict, next: OpenConflict | null): void {
    this.#set(this.#value.flatMap((each) => (each === conflict ? (next ?? []) : each)));
  }

  /** What a form has not settled is nobody's when the form is gone. */
  leave(owner: object): void {
    if (!this.#value.some((each) => each.owner === owner)) return;
    this.#set(this.#value.map((each) => (each.owner === owner ? { ...each, owner: null } : each)));
  }

  #set(value: readonly OpenConflict[]): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }
}

/** The versions that edits made here made of others. Whoever goes on from the older one has seen what they changed. */
export class OwnVersions {
  readonly #made = new Map<string, AnyRecord>();

  /** @param base the record that was changed @param made what became of it */
  keep(base: AnyRecord, made: AnyRecord): void {
    if (base.version === made.version) return;
    const key = keyOf(base);
    this.#made.delete(key);
    this.#made.set(key, made);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= MOST) return;
      this.#made.delete(oldest);
    }
  }

  /** The newest version that nobody but the person here has made of one. */
  after(record: AnyRecord): AnyRecord {
    const made = this.#made.get(keyOf(record));
    return made ? this.after(made) : record;
  }
}

/** Edits within memory: a conflict comes soon behind them. */
const MOST = 500;

const keyOf = ({ id, version }: AnyRecord) => `${id} ${String(version)}`;

/** What is known of the edits made here in a tenant. */
export interface TenantEdits {
  readonly conflicts: OpenConflicts;
  readonly versions: OwnVersions;
}

const EDITS = new WeakMap<object, TenantEdits>();

/** @param tenant its client */
export function editsOf(tenant: object): TenantEdits {
  const edits = EDITS.get(tenant) ?? { conflicts: new OpenConflicts(), versions: new OwnVersions() };
  EDITS.set(tenant, edits);
  return edits;
}
