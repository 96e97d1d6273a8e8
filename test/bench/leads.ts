/** Leads to load and to write: made up by a seed, their texts taken from recorded data of GitHub. */
import { join } from "node:path";
import { readRecording } from "../../scripts/demo/recordings.ts";
import { ROOT } from "../../scripts/paths.ts";
import { mulberry32 } from "../support/mulberry32.ts";

const SEED = 20_261_121;
/** Those in which a lead may be created (src/resources/leads.ts). */
const STAGES = ["new", "contacted", "qualified"];
const NOTES_LENGTH = 200;

/** Fields of a lead as a client sends them. */
export type NewLead = Readonly<Record<string, string | number | readonly string[]>>;

/** The same leads for the same count, every time. Their sizes are those of real ones: about 700 bytes of JSON a record. */
export function makeLeads(count: number): NewLead[] {
  const random = mulberry32(SEED);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const folder = join(ROOT, "test", "support", "github");
  const { issues, contributors } = readRecording(folder, "hub4j/github-api");
  const logins = contributors.flatMap(({ login }) => login ?? []);
  return Array.from({ length: count }, (_, n) => {
    const issue = pick(issues);
    const login = pick(logins) ?? "somebody";
    return {
      title: `${issue?.title ?? "A lead"} (${n})`.slice(0, 200),
      stage: pick(STAGES) ?? "new",
      value: Math.floor(random() * 10_000_000),
      currency: "EUR",
      firstName: login,
      company: `Company of ${login}`,
      email: `${login.toLowerCase().replaceAll(/[^a-z0-9]/g, "-")}.${n}@example.com`,
      githubLogin: login,
      source: "github",
      sourceUrl: `https://github.com/${login}`,
      externalId: `bench:${n}`,
      tags: [pick(["stargazer", "commenter", "author"]) ?? "author"],
      notes: (issue?.body ?? "No notes").slice(0, NOTES_LENGTH),
    };
  });
}

/** Leads that may be created again and again: they carry nothing that must be unique. */
export function repeatableLeads(count: number): NewLead[] {
  return makeLeads(count).map(({ externalId: _, ...lead }) => lead);
}
