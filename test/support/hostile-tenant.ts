/** A tenant whose records are written by somebody who means harm, or means none and writes unlike anybody expected. */
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { createTenant } from "./operator.ts";
import type { TestServer } from "./server.ts";

/** Sets `window.hostile` if any of it is taken for markup and runs. */
const MARKUP = `"'><img src=x onerror="window.hostile=1"><script>window.hostile=1</script><svg/onload=window.hostile=1>`;

/** Text that every field gets, cut to what it takes. */
export const HOSTILE = {
  markup: MARKUP,
  long: "Llanfairpwllgwyngyll".repeat(500),
  leftward:
    "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202c(\u2067abc\u2069) \u05e2\u05d5\u05dc\u05dd",
  marks: `\u{1f469}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}\u{1f3f3}\ufe0f\u200d\u{1f308} Z\u0351\u036b\u0343\u036aA\u0334\u0335L\u034d o${"\u0308".repeat(60)}`,
  control: "a\u0001\u0007\u001b[31mred\u001b[0m\u007f\u0085\ttab\r\nline\u2028line\ufeff\u200b",
} as const;

const DAY_MS = 86_400_000;
const idSchema = z.object({ id: z.string() });
type Body = Readonly<Record<string, unknown>>;
type Ids = Readonly<Record<string, string>>;

/** What is made of a text, in an order in which each record may name those before it. Times lie around `now`, where calendars begin. */
const MAKERS: readonly (readonly [resource: string, make: (text: Cut, ids: Ids, now: number) => Body])[] = [
  ["accounts", (text) => ({ name: text(200), industry: text(200), notes: text(20_000), tags: [text(50)] })],
  [
    "humans",
    (text, { accounts }) => ({
      ...{ firstName: text(200), lastName: text(200), jobTitle: text(200), company: text(200), notes: text(20_000) },
      ...{ tags: [text(50)], accountId: accounts },
    }),
  ],
  ["emails", (text, { humans }) => ({ address: "ada@example.com", label: text(200), humanId: humans })],
  ["phone-numbers", (text, { humans }) => ({ number: "+4930123456", label: text(200), humanId: humans })],
  [
    "leads",
    (text, { humans, accounts }) => ({
      ...{ title: text(200), firstName: text(200), lastName: text(200), company: text(200), githubLogin: text(200) },
      ...{ source: text(200), lostReason: text(2_000), notes: text(20_000), tags: [text(50)], value: 123_456 },
      ...{ humanId: humans, accountId: accounts },
    }),
  ],
  [
    "activities",
    (text, { humans, leads }, now) => ({
      ...{ kind: "note", summary: text(500), body: text(50_000), status: text(40), humanId: humans },
      ...{ subjectResource: "leads", subjectId: leads, occurredAt: new Date(now - DAY_MS).toISOString() },
    }),
  ],
  [
    "geo-interests",
    (text, { humans }) => ({ label: text(200), latitude: 52.5, longitude: 13.4, radius: 50_000, humanId: humans }),
  ],
  [
    "flights",
    (text, _, now) => ({
      ...{ carrier: "LH", number: "1A", from: "BER", to: "FRA", seats: 100, status: text(40) },
      departsAt: new Date(now).toISOString(),
      arrivesAt: new Date(now + DAY_MS / 24).toISOString(),
    }),
  ],
  [
    "pets",
    (text, { humans }) => ({
      ...{ name: text(200), species: text(100), breed: text(100), notes: text(20_000), ownerId: humans },
    }),
  ],
  [
    "bookings",
    (_, { humans, flights, pets }) => ({ humanId: humans, flightId: flights, petIds: [pets], price: 9_900 }),
  ],
  ["views", (text) => ({ name: text(200), description: text(2_000), resource: "leads", columns: [text(100)] })],
];

/** A text, no longer than so many UTF-16 units. */
type Cut = (length: number) => string;

/** A tenant, and a record of each of its resources for each of the texts. */
export interface HostileTenant {
  readonly tenant: string;
  /** Of an owner. */
  readonly key: string;
  readonly api: Api;
  /** Ids by the name of the text and of the resource. */
  readonly ids: Readonly<Record<keyof typeof HOSTILE, Ids>>;
}

export async function createHostileTenant(
  server: Pick<TestServer, "url" | "operatorToken">,
  now = Date.now(),
): Promise<HostileTenant> {
  const { tenant, key } = await createTenant(server);
  const api = new Api(server.url, key);
  const make = async (text: string): Promise<Ids> => {
    const cut: Cut = (length) => text.slice(0, length).toWellFormed();
    const ids: Record<string, string> = {};
    for (const [resource, body] of MAKERS) {
      const made = await api.call("POST", `/v1/tenants/${tenant}/${resource}`, idSchema, { body: body(cut, ids, now) });
      ids[resource] = made.data.id;
    }
    return ids;
  };
  const ids = {
    long: await make(HOSTILE.long),
    leftward: await make(HOSTILE.leftward),
    marks: await make(HOSTILE.marks),
    control: await make(HOSTILE.control),
    // Last, so that lists which begin with the newest show it.
    markup: await make(HOSTILE.markup),
  };
  return { tenant, key, api, ids };
}
