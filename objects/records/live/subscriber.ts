/** Begins, replaces, moves and ends subscriptions. */
import { AppError } from "../../../src/protocol/errors.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { SubscribeMessage } from "../../../src/protocol/live-up.ts";
import type { Resource } from "../../../src/resources/define.ts";
import { readRule, type Sight, scopeOf } from "../access.ts";
import { parseLiveAggregate, parseLiveQuery } from "../parse-live.ts";
import type { QueryScope } from "../scope.ts";
import type { Evaluator, EvaluatorParts } from "./evaluator.ts";
import type { Group } from "./group.ts";
import { resume } from "./resume.ts";
import type { Session, Subscription } from "./session.ts";
import { type Ask, normalised, rightsOf } from "./spec.ts";

/** Far enough that every date that is relative to now would mean another. */
const ANOTHER_TIME_MS = 34_637_000_000;

export class Subscriber {
  readonly #parts: EvaluatorParts;
  readonly #evaluator: Evaluator;
  readonly #now: () => number;

  constructor(parts: EvaluatorParts, evaluator: Evaluator, now: () => number) {
    this.#parts = parts;
    this.#evaluator = evaluator;
    this.#now = now;
  }

  /** @throws AppError why there is no such subscription now; one of the same id has ended then, too. */
  subscribe(session: Session, sight: Sight, message: SubscribeMessage): void {
    const replaced = session.subscriptions.get(message.id);
    try {
      if (!replaced && session.subscriptions.size >= LIMITS.live.subscriptions) {
        throw new AppError("QUOTA_EXCEEDED", {
          message: `A socket has at most ${LIMITS.live.subscriptions} subscriptions.`,
        });
      }
      if (replaced) this.#parts.registry.leave(replaced);
      this.#begin(session, sight, message);
    } finally {
      session.save();
    }
  }

  unsubscribe(session: Session, id: string): void {
    const subscription = session.subscriptions.get(id);
    if (!subscription) return;
    this.#parts.registry.leave(subscription);
    session.save();
  }

  /** Gives the subscriptions of a socket the rights that its credential has now. */
  reauthorise(session: Session, sight: Sight): void {
    let moved = false;
    for (const subscription of [...session.subscriptions.values()]) {
      const { spec } = subscription.group;
      const resource = this.#parts.store.resources.get(spec.resource);
      const rights = resource ? rightsOf(sight, resource, spec.ask.query.filter) : null;
      if (rights && JSON.stringify(rights) === JSON.stringify(spec.rights)) continue;
      moved = true;
      if (rights) this.#move(subscription, this.#parts.registry.open({ ...spec, rights }));
      else this.#parts.publisher.end(subscription, new AppError("FORBIDDEN"));
    }
    if (moved) session.save();
  }

  #begin(session: Session, sight: Sight, message: SubscribeMessage): void {
    const { registry } = this.#parts;
    const resource = this.#readable(sight, message.resource);
    const now = this.#now();
    const ask = parse(message, scopeOf(sight, resource, now));
    const later = scopeOf(sight, resource, now + ANOTHER_TIME_MS);
    const relative = message.since !== undefined && isRelative(message, ask, later);
    const rights = rightsOf(sight, resource, ask.query.filter);
    if (!rights) throw new AppError("FORBIDDEN");
    const group = registry.open({ resource: resource.name, ask, rights });
    try {
      this.#answer(session, message, group, { principalId: sight.principal.id, relative });
    } finally {
      registry.release(group);
    }
  }

  #answer(
    session: Session,
    { id, since }: SubscribeMessage,
    group: Group,
    asker: { principalId: string; relative: boolean },
  ): void {
    const { store, registry, publisher, texts } = this.#parts;
    const { seq } = store.log;
    this.#evaluator.settle(group);
    const how = since === undefined ? null : resume(this.#parts, group, since, asker);
    if (how?.kind === "current") publisher.current(registry.join(session, id, group, seq), seq);
    else if (how?.kind === "change") publisher.missed(registry.join(session, id, group, seq), how.since, seq, how.body);
    else {
      const data = texts.of(group, "snapshot", () => group.snapshot());
      publisher.snapshot(registry.join(session, id, group, seq), seq, data, how?.reset ?? null);
    }
    registry.used(group);
  }

  #move(subscription: Subscription, group: Group): void {
    const { store, registry, publisher } = this.#parts;
    const { session, id } = subscription;
    const { seq } = store.log;
    registry.leave(subscription);
    try {
      this.#evaluator.settle(group);
      // The database may be a commit ahead of what is remembered: rights change before the commit is evaluated.
      const data = group.snapshot();
      publisher.snapshot(registry.join(session, id, group, seq), seq, data, "role");
      registry.used(group);
    } catch (error) {
      publisher.error(session, id, error instanceof AppError ? error : new AppError("INTERNAL", { cause: error }));
      registry.release(group);
    }
  }

  /** @throws AppError NOT_FOUND, FORBIDDEN */
  #readable(sight: Sight, name: string): Resource {
    const resource = this.#parts.store.resources.get(name);
    if (!resource) throw new AppError("NOT_FOUND", { message: "There is no such resource." });
    if (!readRule(sight, resource).readable) throw new AppError("FORBIDDEN");
    return resource;
  }
}

/** @throws AppError BAD_REQUEST or INVALID_FILTER */
function parse(message: SubscribeMessage, scope: QueryScope): Ask {
  const { aggregate, query } = message;
  if (aggregate === undefined) return normalised({ kind: "records", query: parseLiveQuery(query, scope) });
  return normalised({ kind: "aggregate", query: parseLiveAggregate(aggregate, query, scope) });
}

/** Whether the same words would ask something else at another time. */
function isRelative(message: SubscribeMessage, ask: Ask, later: QueryScope): boolean {
  return JSON.stringify(parse(message, later)) !== JSON.stringify(ask);
}
