/** Random filters, sorts and groupings over the resources of things.ts. */
import fc from "fast-check";
import type { Json } from "../../src/resources/define.ts";
import { date, integer, number, text } from "./arbitrary-records.ts";

const ORDERED = ["eq", "ne", "gt", "gte", "lt", "lte"];

function operators(
  values: fc.Arbitrary<Json>,
  scalar: readonly string[],
  more: Readonly<Record<string, fc.Arbitrary<Json>>> = {},
): fc.Arbitrary<Json> {
  const choices: Record<string, fc.Arbitrary<Json>> = { isNull: fc.boolean(), ...more };
  for (const name of scalar) choices[name] = values;
  if (scalar.length > 0)
    Object.assign(choices, { in: fc.array(values, { maxLength: 3 }), nin: fc.array(values, { maxLength: 3 }) });
  const each = Object.entries(choices).map(([name, operand]) => operand.map((value): Json => ({ [name]: value })));
  const two = fc
    .tuple(fc.oneof(...each), fc.oneof(...each))
    .map(([a, b]): Json => ({ ...(a as object), ...(b as object) }));
  const bare = scalar.length > 0 ? [{ arbitrary: values, weight: 2 }] : [];
  return fc.oneof({ arbitrary: fc.oneof(...each), weight: 8 }, { arbitrary: two, weight: 1 }, ...bare);
}

const texts = operators(text, ORDERED, { contains: text, startsWith: text });
const lists = operators(text, [], { contains: text });
const flags = operators(fc.boolean(), ["eq", "ne"]);
const integers = operators(integer, ORDERED);
const small = operators(fc.integer({ min: -2, max: 3 }), ORDERED);
const numbers = operators(number, ORDERED);
const dates = operators(
  fc.oneof(date, fc.constantFrom("now", "today", "now-7d", "startOfMonth", "2026-11-21")),
  ORDERED,
);

const OWN: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  id: operators(fc.constantFrom("thi_1", "thi_A5", "thi_a9"), ORDERED, {
    startsWith: fc.constantFrom("thi_a", "THI_"),
  }),
  name: texts,
  nick: texts,
  amount: integers,
  level: small,
  ratio: numbers,
  active: flags,
  due: dates,
  createdAt: dates,
  tags: lists,
  "custom.tier": texts,
  "custom.score": integers,
  "custom.weight": numbers,
  "custom.vip": flags,
  "custom.since": dates,
  "custom.words": lists,
};

const RELATED: Readonly<Record<string, fc.Arbitrary<Json>>> = Object.fromEntries(
  ["owner", "labels", "notes", "lists"].flatMap((name) => [
    [`${name}.size`, small],
    [`${name}.title`, texts],
    [`${name}.custom.tier`, texts],
  ]),
);

/** Filters in their JSON form, within the limits. */
function filters(fields: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Json> {
  const leaves = Object.entries(fields).map(([path, operand]) => operand.map((value): Json => ({ [path]: value })));
  const { node } = fc.letrec<{ node: Json; leaf: Json }>((tie) => ({
    leaf: fc.oneof(...leaves),
    node: fc.oneof(
      { maxDepth: 4, depthIdentifier: "filter" },
      { arbitrary: tie("leaf"), weight: 3 },
      {
        arbitrary: fc.array(tie("node"), { maxLength: 3, depthIdentifier: "filter" }).map((and): Json => ({ and })),
        weight: 1,
      },
      {
        arbitrary: fc.array(tie("node"), { maxLength: 3, depthIdentifier: "filter" }).map((or): Json => ({ or })),
        weight: 1,
      },
      { arbitrary: tie("node").map((not): Json => ({ not })), weight: 2 },
    ),
  }));
  return node;
}

export const ownFilters = filters(OWN);
export const allFilters = filters({ ...OWN, ...RELATED });

const SORTABLE = [
  "id",
  "name",
  "nick",
  "amount",
  "level",
  "ratio",
  "active",
  "due",
  "createdAt",
  "custom.tier",
  "custom.score",
  "custom.weight",
  "custom.vip",
  "custom.since",
];

/** Sorts as clients write them, none included. */
export const sorts: fc.Arbitrary<string[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...SORTABLE), fc.boolean()), { maxLength: 4, selector: ([path]) => path })
  .map((terms) => terms.map(([path, descending]) => (descending ? `-${path}` : path)));

export const groupings: fc.Arbitrary<string[]> = fc.uniqueArray(
  fc.constantFrom(
    "name",
    "nick",
    "level",
    "amount",
    "ratio",
    "active",
    "due",
    "due:hour",
    "due:day",
    "due:week",
    "due:month",
    "createdAt:week",
    "custom.tier",
    "custom.weight",
    "custom.vip",
    "custom.since",
    "custom.since:week",
    "custom.since:hour",
  ),
  { maxLength: 4 },
);
