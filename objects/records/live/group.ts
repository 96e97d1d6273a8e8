/** One distinct question with everybody who asks it. */
import type { Store } from "../store.ts";
import { AggregateView } from "./aggregate-view.ts";
import { RecordView } from "./record-view.ts";
import { searchedFigures, searchedRecords } from "./searched-view.ts";
import type { Subscription } from "./session.ts";
import { type Concern, type GroupSpec, scopeOfSpec } from "./spec.ts";
import type { SearchedView, View, ViewParts } from "./view.ts";

export class Group {
  readonly id: number;
  /** The JSON of its spec. */
  readonly key: string;
  readonly concern: Concern;
  /** Position of the last change it sent, as `live_groups` holds it. */
  lastSeq: number;
  /** Position since which the result is known not to have changed. */
  quietSince: number;
  readonly members = new Set<Subscription>();
  readonly #store: Store;
  #spec: GroupSpec | null = null;
  #view: View | null = null;
  #searched: SearchedView | null = null;

  constructor(row: { id: number; key: string; concern: Concern; lastSeq: number }, store: Store) {
    this.id = row.id;
    this.key = row.key;
    this.concern = row.concern;
    this.lastSeq = row.lastSeq;
    // From now on every commit is evaluated for it.
    this.quietSince = store.log.seq;
    this.#store = store;
  }

  get spec(): GroupSpec {
    this.#spec ??= parsedSpec(this.key);
    return this.#spec;
  }

  /** The result, where a changed record can tell what becomes of it. Compiled at first use. */
  get view(): View {
    this.#view ??= viewOf(this.spec, this.#parts());
    return this.#view;
  }

  /** The result, where only the query can tell. */
  get searched(): SearchedView {
    this.#searched ??= searchedViewOf(this.spec, this.#parts());
    return this.#searched;
  }

  /** The result as it stands, as a JSON array. */
  snapshot(): string {
    return this.concern.searched ? this.searched.snapshot() : this.view.snapshot();
  }

  /** Entries that are remembered of the result. */
  get size(): number {
    return this.#view?.size ?? this.#searched?.size ?? 0;
  }

  /** Gives up what is remembered of the result. */
  forget(): void {
    this.#view?.forget();
    this.#searched?.forget();
  }

  #parts(): ViewParts {
    const { database, log, resources } = this.#store;
    return { sql: database.sql, scope: scopeOfSpec(this.spec, resources), seq: () => log.seq };
  }
}

function viewOf({ ask }: GroupSpec, parts: ViewParts): View {
  return ask.kind === "records" ? new RecordView(parts, ask.query) : new AggregateView(parts, ask.query);
}

function searchedViewOf({ ask }: GroupSpec, parts: ViewParts): SearchedView {
  return ask.kind === "records" ? searchedRecords(parts, ask.query) : searchedFigures(parts, ask.query);
}

/** Keys are written by `keyOf` alone. */
function parsedSpec(key: string): GroupSpec {
  return JSON.parse(key);
}
