/** Random histories of an object with live queries: who writes what, who watches what, who goes, sleeps and comes back. */
import fc from "fast-check";
import type { FilterInput } from "../../src/protocol/filter.ts";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";

/** Histories tried by each property; FC_RUNS raises it. */
export const RUNS = Number(process.env.FC_RUNS ?? 300);

/** Keys of the clients and writers: two that see everything, two that see their own. */
export const KEYS = ["key_a", "key_m", "key_v", "key_w"] as const;
export const ROLES: Readonly<Record<string, string>> = {
  key_a: "admin",
  key_m: "member",
  key_v: "viewer",
  key_w: "viewer",
};

const text = fc.constantFrom("alpha", "beta", "alpha beta", "gamma", "Alpha", "", null);
const points = fc.option(fc.integer({ min: 0, max: 4 }));

export const taskBody = fc.record(
  {
    title: text,
    state: fc.constantFrom("open", "won", "lost"),
    points,
    ratio: fc.option(fc.constantFrom(0.1, 0.2, 0.3, -1.5, 2)),
    done: fc.boolean(),
    due: fc.option(
      fc.constantFrom(
        "2026-11-20T00:00:00.000Z",
        "2026-11-21T09:00:00.000Z",
        "2026-11-21T10:00:30.000Z",
        "2026-12-01T00:00:00.000Z",
      ),
    ),
    tags: fc.subarray(["x", "y"]),
    custom: fc.record(
      { tier: fc.option(fc.constantFrom("gold", "iron")), score: fc.option(fc.integer({ min: 0, max: 2 })) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
export type TaskBody = typeof taskBody extends fc.Arbitrary<infer Body> ? Body : never;

/** What one transaction may do; `at` picks a record among those that exist. */
export type Write =
  | { readonly op: "create"; readonly body: TaskBody; readonly team: number | null }
  | { readonly op: "update"; readonly at: number; readonly body: TaskBody }
  | { readonly op: "delete" | "restore" | "purge"; readonly at: number }
  | { readonly op: "team"; readonly at: number; readonly size: number };

const at = fc.nat({ max: 30 });
const create = fc
  .tuple(taskBody, fc.option(fc.nat({ max: 2 })))
  .map(([body, team]): Write => ({ op: "create", body, team }));
const update = fc.tuple(at, taskBody).map(([at, body]): Write => ({ op: "update", at, body }));
const ending = fc.tuple(fc.constantFrom("delete", "restore", "purge"), at).map(([op, at]): Write => ({ op, at }));
const resize = fc
  .tuple(fc.nat({ max: 2 }), fc.integer({ min: 0, max: 3 }))
  .map(([at, size]): Write => ({ op: "team", at, size }));
const write = fc.oneof(
  { weight: 6, arbitrary: create },
  { weight: 6, arbitrary: update },
  { weight: 5, arbitrary: ending },
  { weight: 1, arbitrary: resize },
);

const condition = fc.constantFrom<FilterInput>(
  { state: "open" },
  { state: { ne: "open" } },
  { points: { gte: 2 } },
  { points: { isNull: true } },
  { done: true },
  { title: { contains: "alpha" } },
  { tags: { contains: "x" } },
  { "custom.tier": "gold" },
  { "custom.score": { lt: 2 } },
  { due: { gte: "now-1d" } },
  { due: { lt: "2026-11-21T10:00:00Z" } },
  { state: { in: ["won", "lost"] } },
);
const related = fc.constantFrom<FilterInput>({ "team.size": { gte: 2 } }, { not: { "team.name": "red" } });
const filter: fc.Arbitrary<FilterInput | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: condition },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(([a, b]) => ({ and: [a, { not: b }] })) },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(([a, b]) => ({ or: [a, b] })) },
  { weight: 1, arbitrary: related },
);
const sort = fc.constantFrom<string[] | undefined>(
  undefined,
  [],
  ["points"],
  ["-points", "title"],
  ["-due"],
  ["custom.score", "-title"],
  ["ratio"],
  ["done", "-createdAt"],
  ["-updatedAt"],
  ["state"],
);
const search = fc.option(fc.constantFrom("alpha", "beta open", "zzz"), { freq: 5, nil: undefined });

export type Question = Omit<SubscribeMessage, "id" | "type" | "since">;

const listQuestion: fc.Arbitrary<Question> = fc.record({
  resource: fc.constant("tasks"),
  query: fc.record({
    filter,
    sort,
    limit: fc.option(fc.constantFrom(1, 1, 2, 2, 3, 5), { nil: undefined, freq: 6 }),
    q: search,
  }),
});
const aggregateQuestion: fc.Arbitrary<Question> = fc.record({
  resource: fc.constant("tasks"),
  query: fc.record({ filter, q: search }),
  aggregate: fc.constantFrom<NonNullable<Question["aggregate"]>>(
    { count: true },
    { groupBy: ["state"], count: true, sum: ["points"], avg: ["points"], min: ["points", "due"], max: ["points"] },
    { groupBy: ["done", "custom.tier"], count: true },
    { groupBy: ["due:day"], sum: ["ratio", "custom.score"] },
    { groupBy: ["createdAt:hour"], max: ["updatedAt"], count: true },
    { groupBy: ["points"], min: ["ratio"] },
  ),
});
const otherQuestion: fc.Arbitrary<Question> = fc.constantFrom<Question>(
  { resource: "audit-log", query: { limit: 4 } },
  { resource: "audit-log", query: { filter: { resource: "tasks", action: "update" }, sort: ["seq"], limit: 3 } },
  { resource: "audit-log", aggregate: { groupBy: ["action"], count: true } },
  { resource: "teams", query: { sort: ["-size"], limit: 2 } },
  { resource: "api-keys" },
);
const question = fc.oneof(
  { weight: 6, arbitrary: listQuestion },
  { weight: 3, arbitrary: aggregateQuestion },
  { weight: 1, arbitrary: otherQuestion },
);

/** Different questions of one history: few, so that clients often ask the same. */
const QUESTIONS = 5;

/** One step of a history. */
export type Step =
  | { readonly step: "write"; readonly by: number; readonly writes: readonly Write[] }
  | { readonly step: "subscribe"; readonly seat: number; readonly id: string; readonly question: number }
  | { readonly step: "unsubscribe"; readonly seat: number; readonly id: string }
  | { readonly step: "leave" | "ack"; readonly seat: number }
  | { readonly step: "return"; readonly seat: number; readonly from: "own" | "highest" }
  | { readonly step: "role"; readonly key: number; readonly role: string; readonly writes: readonly Write[] }
  | { readonly step: "evict" | "flush" | "trim" | "expire" };

const seat = fc.nat({ max: 4 });
const id = fc.constantFrom("one", "two", "three");

const writes = (most: number) =>
  fc.record({
    step: fc.constant("write" as const),
    by: fc.nat({ max: 3 }),
    writes: fc.array(write, { minLength: 1, maxLength: most }),
  });
const subscribe = fc.record({
  step: fc.constant("subscribe" as const),
  seat,
  id,
  question: fc.nat({ max: QUESTIONS - 1 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 48, arbitrary: writes(1) },
  { weight: 12, arbitrary: writes(12) },
  { weight: 12, arbitrary: subscribe },
  { weight: 2, arbitrary: fc.record({ step: fc.constant("unsubscribe" as const), seat, id }) },
  { weight: 8, arbitrary: fc.record({ step: fc.constantFrom("leave" as const, "ack" as const), seat }) },
  {
    weight: 16,
    arbitrary: fc.record({
      step: fc.constant("return" as const),
      seat,
      from: fc.constantFrom("own" as const, "highest" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant("role" as const),
      key: fc.nat({ max: 3 }),
      role: fc.constantFrom("admin", "member", "viewer", "viewer", "nobody"),
      writes: fc.array(write, { maxLength: 3 }),
    }),
  },
  { weight: 8, arbitrary: fc.constant({ step: "evict" as const }) },
  { weight: 6, arbitrary: fc.constant({ step: "flush" as const }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constantFrom("trim" as const, "expire" as const) }) },
);

export interface History {
  /** Entries of results that may be remembered. */
  readonly memory: number;
  readonly questions: readonly Question[];
  readonly steps: readonly Step[];
}

const beginnings = fc.record({
  step: fc.constant("write" as const),
  by: fc.nat({ max: 3 }),
  writes: fc.array(create, { minLength: 1, maxLength: 8 }),
});

/** Some records, some subscriptions, and then whatever comes. */
export const history: fc.Arbitrary<History> = fc.record({
  memory: fc.constantFrom(1_000_000, 1_000_000, 12, 0),
  questions: fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
  steps: fc
    .tuple(
      fc.array(beginnings, { maxLength: 6 }),
      fc.array(subscribe, { maxLength: 12 }),
      fc.array(step, { minLength: 5, maxLength: 60, size: "max" }),
    )
    .map((parts) => parts.flat()),
});
