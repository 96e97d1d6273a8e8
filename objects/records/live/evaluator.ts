/** What a commit does to every group: each is evaluated once, however many sockets follow it. */
import { AppError } from "../../../src/protocol/errors.ts";
import type { Reset } from "../../../src/protocol/live-down.ts";
import type { Change } from "../change-log.ts";
import type { Store } from "../store.ts";
import { auditTouched, foldChanges, type Touched } from "./fold.ts";
import type { Group } from "./group.ts";
import type { Marks } from "./marks.ts";
import type { Publisher } from "./publisher.ts";
import type { Registry } from "./registry.ts";
import type { Texts } from "./texts.ts";

/** Gathers the commits of a burst into one run of a query; a person does not notice. */
const GATHER_MS = 25;
/** Queries run in one go: between two goes other requests have their turn. */
const QUERIES_AT_ONCE = 4;

const AUDIT_LOG = "audit-log";

export interface EvaluatorParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly publisher: Publisher;
  readonly marks: Marks;
  readonly texts: Texts;
  readonly defer: (run: () => void, ms: number) => void;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
}

export class Evaluator {
  readonly #parts: EvaluatorParts;
  /** Position up to which commits have been evaluated. */
  #seq: number;
  /** Searched groups whose query is to be run again. */
  readonly #pending = new Set<Group>();
  #deferred = false;

  constructor(parts: EvaluatorParts) {
    this.#parts = parts;
    this.#seq = parts.store.log.seq;
    const lost = parts.marks.pending.flatMap((id) => parts.registry.group(id) ?? []);
    for (const group of lost) this.#pending.add(group);
    if (lost.length > 0) this.#defer();
  }

  beforeWrite(resources: ReadonlySet<string>): void {
    for (const resource of resources) {
      for (const group of this.#parts.registry.concerned(resource)) {
        if (!group.concern.searched || this.#pending.has(group)) continue;
        this.#guard(group, () => {
          if (group.searched.known) return;
          group.searched.hydrate();
          this.#parts.registry.used(group);
        });
      }
    }
  }

  afterCommit(changes: readonly Change[], seq: number): void {
    const { registry, marks } = this.#parts;
    const sent: Group[] = [];
    const folded = foldChanges(changes.filter((change) => registry.concerned(change.resource).size > 0));
    if (registry.concerned(AUDIT_LOG).size > 0) folded.set(AUDIT_LOG, auditTouched(changes));
    for (const [resource, touched] of folded) {
      for (const group of registry.concerned(resource)) {
        if (group.concern.searched) this.#pending.add(group);
        else this.#guard(group, () => this.#step(group, touched, seq) && sent.push(group));
      }
    }
    this.#seq = seq;
    registry.sent(sent, seq);
    marks.setPending(this.#pendingIds());
    if (this.#pending.size > 0) this.#defer();
  }

  /** Brings the members of a searched group to where the database stands, before somebody joins them from there. */
  settle(group: Group): void {
    if (!group.concern.searched || group.members.size === 0) return;
    const behind = this.#parts.store.log.seq !== this.#seq;
    if (this.#pending.has(group) || behind) this.#recompute([group]);
  }

  /** Looks at groups of a resource of which rows went without a change in the log. */
  rowsExpired(resource: string): void {
    for (const group of this.#parts.registry.concerned(resource)) {
      this.#guard(group, () => {
        if (group.concern.searched || group.view.differs()) this.#restart(group, "history");
      });
    }
  }

  /** Gives every member the whole result anew. */
  #restart(group: Group, reset: Reset): void {
    const { store, publisher, registry, texts } = this.#parts;
    const { seq } = store.log;
    group.forget();
    texts.forget(group);
    const data = group.snapshot();
    for (const member of group.members) publisher.snapshot(member, seq, data, reset);
    group.quietSince = seq;
    registry.used(group);
    registry.sent([group], seq);
  }

  #step(group: Group, touched: ReadonlyMap<string, Touched>, seq: number): boolean {
    const entries = group.size;
    const body = group.view.apply(touched, seq);
    if (body !== null) this.#publish(group, seq, body);
    else if (group.size !== entries) this.#parts.registry.used(group);
    return body !== null;
  }

  #publish(group: Group, seq: number, body: string): void {
    this.#parts.texts.forget(group);
    group.quietSince = seq;
    this.#parts.publisher.change(group, seq, body);
    this.#parts.registry.used(group);
  }

  #recompute(groups: readonly Group[]): void {
    const { store, registry, marks } = this.#parts;
    const { seq } = store.log;
    const sent: Group[] = [];
    for (const group of groups) {
      this.#pending.delete(group);
      this.#guard(group, () => {
        if (!group.searched.known) return this.#restart(group, "wake");
        const body = group.searched.recompute();
        if (body === null) return;
        this.#publish(group, seq, body);
        sent.push(group);
      });
    }
    registry.sent(sent, seq);
    marks.setPending(this.#pendingIds());
  }

  #defer(): void {
    if (this.#deferred) return;
    this.#deferred = true;
    this.#parts.defer(() => this.#runPending(), GATHER_MS);
  }

  #runPending(): void {
    this.#deferred = false;
    try {
      for (const group of this.#pending) if (group.members.size === 0) this.#pending.delete(group);
      this.#recompute([...this.#pending].slice(0, QUERIES_AT_ONCE));
    } catch (error) {
      this.#parts.log({ event: "live recompute failed", error });
    }
    if (this.#pending.size > 0) this.#defer();
  }

  #pendingIds(): number[] {
    return [...this.#pending].map((group) => group.id);
  }

  /** One group's failure is its members' alone: they get the result anew, or are told that it is over. Never a gap. */
  #guard(group: Group, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.log({ event: "live evaluation failed", group: group.id, resource: group.spec.resource, error });
      try {
        this.#restart(group, "wake");
      } catch (failure) {
        const reason = failure instanceof AppError ? failure : new AppError("INTERNAL", { cause: failure });
        for (const member of group.members) this.#parts.publisher.end(member, reason);
      }
    }
  }
}
