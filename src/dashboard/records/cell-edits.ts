/** Edits made in the table: shown at once, sent one after another for each record, and held against the version that was shown. */
import {
  type AnyRecord,
  type AnyResource,
  CroftError,
  type Fields,
  type Observable,
  type ResourceClient,
} from "../../client/croft.ts";
import { bodyOf } from "../fields/shown-field.ts";

/** An edit that was refused since the record had changed meanwhile. */
export interface EditConflict {
  readonly base: AnyRecord;
  readonly mine: Fields;
  readonly theirs: AnyRecord;
}

export interface EditsNow {
  /** Values that are on their way, by the id of the record. */
  readonly pending: ReadonlyMap<string, Fields>;
  /** The oldest first. */
  readonly conflicts: readonly EditConflict[];
}

export interface EditsParts {
  readonly resource: ResourceClient<AnyResource>;
  /** Told of every answer. */
  readonly stored: (record: AnyRecord) => void;
  /** Told of a conflict that nobody sees, since the table is not shown any more. */
  readonly left: (conflict: EditConflict) => void;
  /** Told why an edit was refused; CroftError. */
  readonly refused: (record: AnyRecord, error: unknown) => void;
}

export class CellEdits implements Observable<EditsNow> {
  readonly #parts: EditsParts;
  readonly #listeners = new Set<(value: EditsNow) => void>();
  #value: EditsNow = { pending: new Map(), conflicts: [] };
  readonly #last = new Map<string, Promise<void>>();
  /** The version that an edit made here made of another, by `id version`: whoever goes on from the old one has seen both. */
  readonly #made = new Map<string, number>();

  constructor(parts: EditsParts) {
    this.#parts = parts;
  }

  get value(): EditsNow {
    return this.#value;
  }

  readonly subscribe = (listener: (value: EditsNow) => void): (() => void) => {
    const own = (value: EditsNow) => listener(value);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#leave();
    };
  };

  /** @param base the record as it was shown @param values by field name, `custom.tier` included */
  save(base: AnyRecord, values: Fields): void {
    const { id } = base;
    this.#pend(id, { ...this.#value.pending.get(id), ...values });
    const before = this.#last.get(id) ?? Promise.resolve();
    const sent = before.then(() => this.#send(base, values));
    this.#last.set(id, sent);
    void sent.then(() => {
      if (this.#last.get(id) === sent) this.#last.delete(id);
    });
  }

  /** Saves what was chosen of a conflict. @throws CroftError */
  async resolve(conflict: EditConflict, values: Fields, version: number): Promise<void> {
    const { id } = conflict.theirs;
    try {
      if (Object.keys(values).length > 0) {
        const { record } = await this.#parts.resource.update(id, bodyOf(values), { ifMatch: version });
        this.#parts.stored(record);
      }
      this.dismiss(conflict);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const theirs = await this.#parts.resource.get(id);
      this.#set({
        conflicts: this.#value.conflicts.map((each) =>
          each === conflict ? { ...each, mine: { ...each.mine, ...values }, theirs } : each,
        ),
      });
    }
  }

  /** Leaves the record as it is stored. */
  dismiss(conflict: EditConflict): void {
    this.#set({ conflicts: this.#value.conflicts.filter((each) => each !== conflict) });
  }

  async #send(base: AnyRecord, values: Fields): Promise<void> {
    const { id } = base;
    const ifMatch = this.#versionAfter(id, base.version);
    try {
      const { record } = await this.#parts.resource.update(id, bodyOf(values), { optimistic: true, ifMatch });
      this.#made.set(`${id} ${String(ifMatch)}`, record.version);
      this.#parts.stored(record);
    } catch (error) {
      await this.#failed(base, values, error);
    } finally {
      this.#settle(id, values);
    }
  }

  async #failed(base: AnyRecord, mine: Fields, error: unknown): Promise<void> {
    if (!isConflict(error)) return this.#parts.refused(base, error);
    try {
      const theirs = await this.#parts.resource.get(base.id);
      this.#set({ conflicts: [...this.#value.conflicts, { base, mine, theirs }] });
      if (this.#listeners.size === 0) this.#leave();
    } catch (failure) {
      this.#parts.refused(base, failure);
    }
  }

  #leave(): void {
    const { conflicts } = this.#value;
    this.#set({ conflicts: [] });
    for (const conflict of conflicts) this.#parts.left(conflict);
  }

  #versionAfter(id: string, version: number): number {
    const next = this.#made.get(`${id} ${String(version)}`);
    return next === undefined ? version : this.#versionAfter(id, next);
  }

  /** What was sent is answered: a later value of the same field is still on its way. */
  #settle(id: string, values: Fields): void {
    const left = Object.entries(this.#value.pending.get(id) ?? {}).filter(([name, value]) => values[name] !== value);
    this.#pend(id, Object.fromEntries(left));
  }

  #pend(id: string, values: Fields): void {
    const pending = new Map(this.#value.pending);
    if (Object.keys(values).length === 0) pending.delete(id);
    else pending.set(id, values);
    this.#set({ pending });
  }

  #set(part: Partial<EditsNow>): void {
    this.#value = { ...this.#value, ...part };
    for (const listener of [...this.#listeners]) listener(this.#value);
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof CroftError && error.code === "PRECONDITION_FAILED";
}
