/** People of a repository as humans and leads of a tenant: what becomes of each, decided and written within one transaction. */
import type { Json, RecordData, RecordReader, Resource } from "../../src/resources/define.ts";
import { emailAddress, name, webAddress } from "../../src/resources/values.ts";
import { recordReader } from "../records/reader.ts";
import type { Writer } from "../records/writer.ts";
import type { TenantContext } from "./call.ts";
import type { Person } from "./github.ts";
import { noteTaken, takenBefore } from "./github-taken.ts";

/** What was done with the people of a repository. */
export interface PeopleCounts {
  created: number;
  updated: number;
  unchanged: number;
  readonly skipped: { bots: number; ghosts: number; doNotContact: number; deleted: number };
}

export const SOURCES = ["contributors", "authors", "commenters"] as const;
type Source = (typeof SOURCES)[number];

/** Whom to take. */
export interface Wanted {
  readonly sources: readonly Source[];
  /** Commits, issues, pull requests and comments, of those that the sources count. */
  readonly minContributions: number;
}

/** GitHub's account that stands for those that were deleted. */
const GHOST = "ghost";
/** Addresses that GitHub gives out in place of people's own: nobody reads them. */
const NO_REPLY = /@users\.noreply\.github\.com$/;

export function noPeople(): PeopleCounts {
  return { created: 0, updated: 0, unchanged: 0, skipped: { bots: 0, ghosts: 0, doNotContact: 0, deleted: 0 } };
}

/** Whether the person did enough of what is asked for. */
export function isWanted(person: Person, { sources, minContributions }: Wanted): boolean {
  const did: Record<Source, number> = {
    contributors: person.contributions,
    authors: person.issues + person.pulls,
    commenters: person.comments,
  };
  return sources.reduce((sum, source) => sum + did[source], 0) >= minContributions;
}

/** Takes these people, inside a transaction; adds to `counts`. */
export function takePeople(
  tenant: TenantContext,
  writer: Writer,
  people: readonly Person[],
  counts: PeopleCounts,
  now: number,
): void {
  const { sql } = tenant.database;
  const reader = recordReader(sql, tenant.store.resources);
  const before = takenBefore(sql, people.map(keyOf));
  for (const person of people) {
    const skipped = whyNobody(person);
    if (skipped) {
      counts.skipped[skipped] += 1;
      continue;
    }
    const human = humanOf(reader, person);
    const done = human
      ? takeHuman(tenant, writer, human, person)
      : takeLead(tenant, writer, reader, person, before.has(keyOf(person)));
    if (done === "doNotContact" || done === "deleted") counts.skipped[done] += 1;
    else counts[done] += 1;
    // Whoever deletes or purges what stands for this person has decided: nothing is made of them again.
    if (!before.has(keyOf(person))) noteTaken(sql, keyOf(person), now);
  }
}

function keyOf({ githubId }: Person): string {
  return `github:${githubId}`;
}

/** Organisations and accounts without anybody are not people either. */
function whyNobody({ githubId, login, type }: Person): "bots" | "ghosts" | null {
  if (type === "Bot" || login.toLowerCase().endsWith("[bot]")) return "bots";
  return githubId === null || login.toLowerCase() === GHOST || type !== "User" ? "ghosts" : null;
}

/** The living human with this GitHub id, or else with this address; null also where several have it. */
function humanOf(reader: RecordReader, { githubId, email }: Person): RecordData | null {
  const [known] = reader.find("humans", { githubId });
  if (known) return known;
  const address = readableAddress(email);
  if (address === null) return null;
  const ids = new Set(reader.find("emails", { address }).flatMap(({ humanId }) => (humanId ? [String(humanId)] : [])));
  const humans = [...ids].flatMap((id) => reader.get("humans", id) ?? []);
  return humans.find(({ doNotContact }) => doNotContact === true) ?? humans[0] ?? null;
}

function takeHuman(
  tenant: TenantContext,
  writer: Writer,
  human: RecordData,
  { githubId, login }: Person,
): "updated" | "unchanged" | "doNotContact" {
  if (human.doNotContact === true) return "doNotContact";
  // Known by an address, and on GitHub as somebody else: addresses of commits are anybody's to write.
  if (human.githubId !== null && human.githubId !== githubId) return "unchanged";
  const given: Record<string, Json> = {};
  if (human.githubId === null) given.githubId = githubId;
  if (human.githubLogin === null) given.githubLogin = login.slice(0, 39);
  const written = writer.updateTrusted(resourceOf(tenant, "humans"), human, given);
  return written.record === human ? "unchanged" : "updated";
}

function takeLead(
  tenant: TenantContext,
  writer: Writer,
  reader: RecordReader,
  person: Person,
  isTaken: boolean,
): "created" | "unchanged" | "deleted" {
  const externalId = keyOf(person);
  if (reader.find("leads", { externalId }).length > 0) return "unchanged";
  if (isTaken) return "deleted";
  const { login, evidenceUrl } = person;
  writer.createTrusted(resourceOf(tenant, "leads"), {
    ...namesOf(person.name),
    email: readableAddress(person.email),
    githubLogin: login,
    source: "github",
    sourceUrl: webAddress.nullable().safeParse(evidenceUrl).data ?? null,
    externalId,
  });
  return "created";
}

/** An address that somebody may read; null for none. */
function readableAddress(email: string | null): string | null {
  const { data } = emailAddress.safeParse(email);
  return data === undefined || NO_REPLY.test(data) ? null : data;
}

/** A name in two parts: its last word, and what stands before. One word is a first name. */
function namesOf(given: string | null): { firstName: string | null; lastName: string | null } {
  const words = (given ?? "").trim().split(/\s+/);
  const last = words.length > 1 ? (words.pop() ?? null) : null;
  const part = (text: string | null) => name().nullable().safeParse(text?.slice(0, 200)).data ?? null;
  return { firstName: part(words.join(" ")), lastName: part(last) };
}

function resourceOf({ store }: TenantContext, resource: string): Resource {
  const found = store.resources.get(resource);
  if (!found) throw new Error(`croft.config.ts must list the resource "${resource}".`);
  return found;
}
