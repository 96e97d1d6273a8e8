/** Random records of the resources of things.ts, made of values that meet often and lie at the edges. */
import fc from "fast-check";
import type { Json, RecordData, Resource } from "../../src/resources/define.ts";
import { record, resources } from "./things.ts";

/** Runs of each property; FC_RUNS raises it. */
export const RUNS = Number(process.env.FC_RUNS ?? 300);

/** Milliseconds that so many runs may take. */
export const PATIENCE = 10_000 + RUNS * 20;

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
  1e60,
  1e-60,
  1.0000000000000001e60,
  9.999999999999999e59,
  9.999999999999998e-61,
  4.147525638573952e229,
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

export const text = fc
  .oneof({ arbitrary: fc.constantFrom(...TEXTS), weight: 4 }, fc.string({ unit: "binary", maxLength: 4 }))
  .map((value) => value.replaceAll("\0", "0"));
export const integer = fc.oneof(fc.constantFrom(...INTEGERS), fc.maxSafeInteger());
export const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
);
export const date = fc.oneof(
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
  const thingIds = fc.record({ thingIds: ids.length > 0 ? fc.subarray(ids) : fc.constant<string[]>([]) });
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

/** The ids of records in the given order. */
export function idsOf(records: Iterable<{ readonly id?: unknown }>): string[] {
  return Array.from(records, (item) => String(item.id));
}
