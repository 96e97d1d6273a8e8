/** Reads a page of a stream: each item by itself, so that one that cannot be read spoils no other. */
import type * as z from "zod";
import {
  type MappedItem,
  type MappedRepository,
  mapComment,
  mapCommit,
  mapContributor,
  mapIssue,
  mapRelease,
  mapRepository,
} from "./mapping.ts";
import {
  commentSchema,
  commitSchema,
  contributorSchema,
  issueSchema,
  releaseSchema,
  repositorySchema,
  starWeekSchema,
} from "./schemas.ts";
import { daysOfWeek } from "./star-days.ts";

/** What GitHub lists page by page. */
export type ListedStream = "issues" | "comments" | "commits" | "releases" | "contributors" | "stars";

/** An item that cannot be read, and the field that is missing or wrong. Nothing of its contents is told. */
export interface BadItem {
  /** Of its record; its place in the page (`item 3`) where it has none. */
  readonly id: string;
  /** With dots, such as `user.login`; empty for the item as a whole. */
  readonly field: string;
  readonly message: string;
}

export interface Items {
  readonly items: MappedItem[];
  readonly bad: BadItem[];
}

/** The body as a whole is no page. */
export interface Unreadable {
  readonly unreadable: string;
}

type Read = { readonly items: readonly MappedItem[] } | { readonly wrong: Omit<BadItem, "id"> };
type Reader = (item: unknown, now: number) => Read;

/** A reader from a schema and what becomes of an item that has its shape; null is an item without a time. */
const reader =
  <Item>(
    schema: z.ZodType<Item>,
    map: (item: Item, now: number) => MappedItem | readonly MappedItem[] | null,
  ): Reader =>
  (item, now) => {
    const parsed = schema.safeParse(item);
    if (!parsed.success) return { wrong: firstFault(parsed.error) };
    const mapped = map(parsed.data, now);
    if (mapped === null)
      return { wrong: { field: "commit.committer.date", message: "Invalid input: expected a time" } };
    return { items: "id" in mapped ? [mapped] : mapped };
  };

const readContributor = reader(contributorSchema, mapContributor);

const READERS: Readonly<
  Record<ListedStream, { readonly prefix: string; readonly key: string; readonly read: Reader }>
> = {
  issues: { prefix: "iss", key: "id", read: reader(issueSchema, mapIssue) },
  comments: { prefix: "com", key: "id", read: reader(commentSchema, mapComment) },
  commits: { prefix: "cmt", key: "sha", read: reader(commitSchema, mapCommit) },
  releases: { prefix: "rel", key: "id", read: reader(releaseSchema, mapRelease) },
  contributors: {
    prefix: "ctr",
    key: "id",
    // An address that GitHub links to nobody: there is no account to tell of.
    read: (item, now) => (valueAt(item, "type") === "Anonymous" ? { items: [] } : readContributor(item, now)),
  },
  stars: { prefix: "week", key: "week", read: reader(starWeekSchema, daysOfWeek) },
};

/**
 * The records of a page. Of an item that is in it twice the last one counts.
 * @param now milliseconds since 1970; days of stars that are to come are left out.
 */
export function readItems(stream: ListedStream, body: string, now: number): Items | Unreadable {
  const page = readJson(body);
  if ("unreadable" in page) return page;
  if (!Array.isArray(page.json)) return { unreadable: "The body is JSON, but no list." };
  const { prefix, key, read } = READERS[stream];
  const items = new Map<string, MappedItem>();
  const bad: BadItem[] = [];
  for (const [index, item] of page.json.entries()) {
    const found = read(item, now);
    if ("items" in found) for (const each of found.items) items.set(each.id, each);
    else bad.push({ id: idOf(item, key, prefix) ?? `item ${index + 1}`, ...found.wrong });
  }
  return { items: [...items.values()], bad };
}

/** The repository itself. */
export function readRepository(body: string): { readonly repository: MappedRepository } | Unreadable {
  const read = readJson(body);
  if ("unreadable" in read) return read;
  const parsed = repositorySchema.safeParse(read.json);
  if (parsed.success) return { repository: mapRepository(parsed.data) };
  const { field, message } = firstFault(parsed.error);
  return { unreadable: `${field || "The body"}: ${message}` };
}

export function readJson(body: string): { readonly json: unknown } | Unreadable {
  try {
    return { json: JSON.parse(body) };
  } catch {
    // Not the parser's message: it shows a piece of the body.
    return { unreadable: "The body is no JSON." };
  }
}

/** The first field that is wrong, and why; zod's messages tell types, never values. */
export function firstFault({ issues }: z.ZodError): Omit<BadItem, "id"> {
  const [issue] = issues;
  return { field: issue?.path.join(".") ?? "", message: issue?.message ?? "" };
}

function idOf(item: unknown, key: string, prefix: string): string | null {
  const value = valueAt(item, key);
  return typeof value === "number" || (typeof value === "string" && /^[0-9a-f]{1,64}$/.test(value))
    ? `${prefix}_${value}`
    : null;
}

function valueAt(item: unknown, key: string): unknown {
  return typeof item === "object" && item !== null ? Reflect.get(item, key) : undefined;
}
