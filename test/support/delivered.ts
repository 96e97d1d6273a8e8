/** GitHub's own examples of deliveries, made to concern one repository, with other times and values. */
import examples from "@octokit/webhooks-examples" with { type: "json" };
import fc from "fast-check";
import * as z from "zod";

/** A delivery as the Worker hands it on. */
export interface ExampleDelivery {
  readonly id: string;
  readonly event: string;
  readonly body: string;
}

/** What one delivery of a history is made of. */
export interface Variation {
  readonly example: number;
  /** Which of the things of that kind it is about. */
  readonly thing: number;
  /** Seconds after the beginning. */
  readonly second: number;
  /** Distinguishes deliveries that are alike. */
  readonly word: number;
}

const KINDS: ReadonlySet<string> = new Set([
  "fork",
  "issue_comment",
  "issues",
  "pull_request",
  "push",
  "release",
  "repository",
  "star",
]);
const START = Date.UTC(2026, 10, 1);
/** Numbers of the example's issues; GitHub never gives one twice, the examples do. */
const NUMBERS: Readonly<Record<number, number>> = { 444500041: 1, 444500167: 2, 512748900: 3 };
/** The issue that is the examples' pull request. */
export const PULL_ISSUE = { id: 444_500_167, number: 2 };
const THINGS = 3;

const item = z.looseObject({ id: z.int() });
const payloadSchema = z.looseObject({
  action: z.string().optional(),
  repository: item.optional(),
  issue: item.optional(),
  pull_request: item.optional(),
  comment: item.optional(),
  release: item.optional(),
});
type Payload = z.infer<typeof payloadSchema>;

const payloads = z
  .array(z.object({ name: z.string(), examples: z.array(payloadSchema) }))
  .parse(examples)
  .filter(({ name }) => KINDS.has(name))
  .flatMap(({ name, examples: all }) => all.map((payload) => ({ name, payload })))
  .flatMap((example) => (example.payload.action === "edited" ? [example, ...furtherActions(example)] : [example]));

/** Actions of repositories that have no example. */
function furtherActions({ name, payload }: { name: string; payload: Payload }): { name: string; payload: Payload }[] {
  if (name !== "repository" || !payload.repository) return [];
  const archived = { ...payload, action: "archived", repository: { ...payload.repository, archived: true } };
  return [
    { name, payload: archived },
    { name, payload: { ...payload, action: "deleted" } },
  ];
}

/** A few seconds for many deliveries, so that many are of one second. */
export const variations: fc.Arbitrary<Variation[]> = fc.array(
  fc.record({
    example: fc.nat({ max: payloads.length - 1 }),
    thing: fc.nat({ max: THINGS - 1 }),
    second: fc.nat({ max: 6 }),
    word: fc.nat({ max: 2 }),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Issues that are pull requests, as GitHub lists them, from before every delivery. */
export const PULL_ISSUES = Array.from({ length: THINGS }, (_, thing) => ({
  id: PULL_ISSUE.id + thing * 1_000,
  number: PULL_ISSUE.number + thing * 100,
}));

export function deliveryOf(variation: Variation, githubId: number, index: number): ExampleDelivery {
  const { name, payload } = exampleOf(variation);
  const { repository, issue, pull_request: pull, comment, release } = payload;
  const body = {
    ...payload,
    repository: { topics: [], ...changed(repository, variation), id: githubId, stargazers_count: 10 + variation.word },
    ...(issue ? { issue: numbered(changed(issue, variation), issue.id, variation) } : {}),
    ...(pull ? { pull_request: numbered(changed(pull, variation), PULL_ISSUE.id, variation) } : {}),
    ...(comment ? { comment: changed(comment, variation) } : {}),
    ...(release ? { release: changed(release, variation) } : {}),
  };
  return { id: `delivery-${index}`, event: name, body: JSON.stringify(body) };
}

function exampleOf({ example }: Variation): { name: string; payload: Payload } {
  const found = payloads[example];
  if (!found) throw new Error(`There is no example ${example}.`);
  return found;
}

function changed(thing: z.infer<typeof item> | undefined, { second, word, thing: which }: Variation): object {
  const at = new Date(START + second * 1_000).toISOString();
  return { ...thing, id: (thing?.id ?? 0) + which * 1_000, body: `word ${word}`, updated_at: at };
}

function numbered(thing: object, id: number, { thing: which }: Variation): object {
  return { ...thing, number: (NUMBERS[id] ?? 0) + which * 100 };
}
