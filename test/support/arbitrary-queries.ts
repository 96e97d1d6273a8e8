/** Random records, filters and sorts over the resources of things.ts, made so that they meet often and at the edges. */
import fc from "fast-check";
import type { Json, RecordData, Resource } from "../../src/resources/define.ts";
import { record, resources } from "./things.ts";

/** Runs of each property; FC_RUNS raises it. */
export const RUNS = Number(process.env.FC_RUNS ?? 300);

const TEXTS = [
  "",
  " ",
  "a",
  "A",
  "ab",
  "Ab",
  "AB",
  "b",
  "B",
  "ba",
  "z",
  "Z",
  "é",
  "É",
  "e\u0301",
  "ß",
  "K",
  "名前",
  "%",
  "_",
  "'",
  '"',
  "\\",
  "\u007f",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "\u{10000}",
  "😀",
  "😀a",
  "a😀",
  "\u{10ffff}",
  "null",
  "0",
  "1",
  "true",
];
const INTEGERS = [
  -2,
  -1,
  0,
  1,
  2,
  3,
  10,
  67_108_863,
  67_108_864,
  -67_108_865,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  0.2,
  0.1 + 0.2,
  1.5,
  -2.25,
  1e21,
  1e-7,
  5e-324,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  2 ** 53,
  2 ** 53 + 2,
  -2295628091324431000,
  12345678901234567000,
];
const DATES = [
  "0001-01-01T00:00:00.000Z",
  "1969-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00.000Z",
  "2024-02-29T12:00:00.000Z",
  "2026-11-15T23:59:59.999Z",
  "2026-11-16T00:00:00.000Z",
  "2026-11-21T10:20:30.455Z",
  "2026-11-21T10:20:30.456Z",
  "2026-11-22T00:00:00.000Z",
  "2026-12-31T23:59:59.999Z",
  "2027-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
];

const text = fc
  .oneof({ arbitrary: fc.constantFrom(...TEXTS), weight: 4 }, fc.string({ unit: "binary", maxLength: 4 }))
  .map((value) => value.replaceAll("\0", "0"));
const integer = fc.oneof(fc.constantFrom(...INTEGERS), fc.maxSafeInteger());
const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
);
const date = fc.oneof(
  fc.constantFrom(...DATES),
  fc
    .date({ min: new Date("2026-10-01T00:00:00Z"), max: new Date("2027-02-01T00:00:00Z"), noInvalidDate: true })
    .map((value) => value.toISOString()),
);
const list = fc.array(text, { maxLength: 3 });
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 3 });

/** Values of the tenant's own fields may be older than the field's definition: any kind may stand anywhere. */
const stale: fc.Arbitrary<Json> = fc.oneof(
  text,
  integer,
  number,
  date,
  fc.boolean(),
  list,
  fc.constant(null),
  fc.constantFrom(
    "2026-02-30T00:00:00.000Z",
    "2026-11-21",
    "now",
    "2026-11-21T10:20:30.456+00",
    "0000-01-01T00:00:00.000Z",
  ),
  fc.constantFrom<Json>({}, { a: 1 }, [1, null, "a"]),
);
const customValue = (arbitrary: fc.Arbitrary<Json>) => fc.oneof({ arbitrary, weight: 5 }, stale);

const custom = fc.record(
  {
    tier: customValue(text),
    score: customValue(integer),
    weight: customValue(number),
    vip: customValue(fc.boolean()),
    since: customValue(date),
    words: customValue(list),
  },
  { requiredKeys: [] },
);

export const OWNER_IDS = ["own_1", "own_2", "own_3"];
export const LABEL_IDS = ["lab_1", "lab_2", "lab_3"];
const CREATORS = ["usr_1", "usr_2"];

const thingFields = fc.record({
  createdAt: date,
  createdBy: fc.constantFrom(...CREATORS),
  deletedAt: fc.oneof({ arbitrary: fc.constant(null), weight: 6 }, date),
  name: text,
  nick: orNull(text),
  amount: orNull(integer),
  level: fc.integer({ min: -2, max: 2 }),
  ratio: orNull(number),
  active: orNull(fc.boolean()),
  due: orNull(date),
  tags: list,
  ownerId: orNull(fc.constantFrom(...OWNER_IDS)),
  labelIds: fc.uniqueArray(fc.constantFrom(...LABEL_IDS)),
  custom,
});

/** Things with distinct ids, in no order. */
export const thingRows: fc.Arbitrary<RecordData[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom("thi_", "thi_A", "thi_a"), fc.integer({ min: 0, max: 99 }), thingFields), {
    maxLength: 20,
    selector: ([prefix, number]) => prefix + number,
  })
  .map((rows) => rows.map(([prefix, number, fields]) => record(prefix + number, fields)));

const relatedFields = fc.record({
  createdBy: fc.constantFrom(...CREATORS),
  deletedAt: fc.constantFrom(null, null, null, "2026-01-01T00:00:00.000Z"),
  title: text,
  size: orNull(fc.integer({ min: -2, max: 3 })),
  custom: fc.record({ tier: customValue(text) }, { requiredKeys: [] }),
});

/** Records of the related resources, by resource, around the given things. */
export function neighbours(rows: readonly RecordData[]): fc.Arbitrary<Map<string, RecordData[]>> {
  const ids = rows.map((row) => row.id);
  const some = (name: string, names: readonly string[], extra: fc.Arbitrary<Record<string, Json>>) => {
    const resource = resourceNamed(name);
    const all = fc.tuple(
      ...names.map((id) =>
        fc.tuple(relatedFields, extra).map(([fields, more]) => record(id, { ...fields, ...more }, resource)),
      ),
    );
    return all.map((records): [string, RecordData[]] => [name, records]);
  };
  const none = fc.constant({});
  const thingId = fc.record({ thingId: ids.length > 0 ? orNull(fc.constantFrom(...ids)) : fc.constant(null) });
  const thingIds = fc.record({ thingIds: ids.length > 0 ? fc.subarray(ids) : fc.constant([]) });
  return fc
    .tuple(
      some("owners", OWNER_IDS, none),
      some("labels", LABEL_IDS, none),
      some("notes", ["not_1", "not_2", "not_3"], thingId),
      some("lists", ["lis_1", "lis_2"], thingIds),
    )
    .map((entries) => new Map(entries));
}

export function resourceNamed(name: string): Resource {
  const resource = resources.get(name);
  if (!resource) throw new Error(`There is no test resource ${name}.`);
  return resource;
}

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

/** The ids of records in the given order. */
export function idsOf(records: Iterable<{ readonly id?: unknown }>): string[] {
  return Array.from(records, (item) => String(item.id));
}
