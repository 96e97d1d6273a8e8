/**
 * Recorded conversations: what a client once said and what it was answered, one line a message.
 * What differs from run to run stands under a name in braces: `{lead.1}`, `{secret.1}`, `{cursor.1}`, `{tenant}`,
 * `{time}`, `{uuid}`, `{connection}`.
 */
import * as z from "zod";
import type { Json } from "../../src/resources/define.ts";

const jsonSchema: z.ZodType<Json> = z.json();
const headersSchema = z.record(z.string(), z.string());

/** `as`: `operator`, a key such as `{secret.1}`, or nobody. */
const requestSchema = z.strictObject({
  type: z.literal("request"),
  as: z.string().optional(),
  method: z.string(),
  path: z.string(),
  headers: headersSchema.optional(),
  body: jsonSchema.optional(),
});
const answerSchema = z.strictObject({
  type: z.literal("answer"),
  status: z.int(),
  headers: headersSchema.optional(),
  body: jsonSchema.optional(),
});
const openSchema = z.strictObject({ type: z.literal("open"), socket: z.string(), as: z.string() });
const sendSchema = z.strictObject({ type: z.literal("send"), socket: z.string(), message: jsonSchema });
const messageSchema = z.strictObject({ type: z.literal("message"), socket: z.string(), message: jsonSchema });
const closeSchema = z.strictObject({ type: z.literal("close"), socket: z.string(), code: z.int() });

const lineSchema = z.discriminatedUnion("type", [
  requestSchema,
  answerSchema,
  openSchema,
  sendSchema,
  messageSchema,
  closeSchema,
]);
export type Line = z.infer<typeof lineSchema>;
export type RecordedRequest = z.infer<typeof requestSchema>;
export type RecordedAnswer = z.infer<typeof answerSchema>;

/** A line that says what the server did. */
type ServerLine = Extract<Line, { type: "answer" | "message" | "close" }>;

export function readConversation(text: string): Line[] {
  return text
    .trim()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

/** Headers of an answer that belong to the contract and do not depend on the time. */
const KEPT_HEADERS = ["allow", "content-type", "etag", "idempotent-replayed", "location", "www-authenticate"];

/** A server to talk to. */
export interface Peer {
  readonly operatorToken: string;
  /** Sends a request to a path that begins with a slash. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  open(path: string, token: string): Promise<PeerSocket>;
}

export interface PeerSocket {
  send(text: string): void;
  /** The next message that nobody asked for yet, or the code of the close. Rejects when none comes. */
  next(): Promise<string | number>;
}

/**
 * Says the client's lines to a server.
 * @param heard gets each of the server's lines: as it was recorded, and as it is now.
 */
export async function play(
  lines: readonly Line[],
  peer: Peer,
  names: Names,
  heard: (recorded: ServerLine, now: ServerLine) => void,
): Promise<void> {
  const sockets = new Map<string, PeerSocket>();
  const socketOf = (name: string): PeerSocket => {
    const socket = sockets.get(name);
    if (!socket) throw new Error(`The socket "${name}" was not opened.`);
    return socket;
  };
  const token = (as: string) => (as === "operator" ? peer.operatorToken : names.fill(as));
  let answer: RecordedAnswer | null = null;
  for (const line of lines) {
    if (line.type === "request") answer = await ask(line, peer, names, token);
    else if (line.type === "open")
      sockets.set(line.socket, await peer.open(names.fill("/v1/tenants/{tenant}/live"), token(line.as)));
    else if (line.type === "send") socketOf(line.socket).send(names.fill(JSON.stringify(line.message)));
    else if (line.type === "answer") {
      if (!answer) throw new Error("An answer without a request.");
      heard(line, answer);
    } else {
      const next = await socketOf(line.socket).next();
      const { socket } = line;
      if (typeof next === "number") heard(line, { type: "close", socket, code: next });
      else heard(line, { type: "message", socket, message: jsonSchema.parse(JSON.parse(next)) });
    }
  }
}

async function ask(
  { as, method, path, headers, body }: RecordedRequest,
  peer: Peer,
  names: Names,
  token: (as: string) => string,
): Promise<RecordedAnswer> {
  const response = await peer.fetch(names.fill(path), {
    method,
    redirect: "manual",
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${token(as)}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: names.fill(JSON.stringify(body)) }),
  });
  const text = await response.text();
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    // JSON is UTF-8 with and without a parameter that says so (RFC 8259, 11): clients look at the type alone.
    return value === null ? [] : [[name, value.replace(/^(application\/json);.*/, "$1")]];
  });
  return {
    type: "answer",
    status: response.status,
    headers: Object.fromEntries(kept),
    ...(text === "" ? {} : { body: jsonSchema.parse(JSON.parse(text)) }),
  };
}

/** What the names in braces may stand for; the group `id` takes the ids of all resources. */
const SHAPES: Readonly<Record<string, string>> = {
  secret: "croft_[a-z0-9-]+_[0-9A-Z]{26}_[0-9a-f]+",
  time: "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
  uuid: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
  connection: "[\\w-]+",
  cursor: ".+",
  id: "[0-9A-HJKMNP-TV-Z]{26}",
};

/** Stands for another value in every place. */
const UNBOUND = ["time", "uuid", "connection"];

/** Of these only the type is part of the contract: a rank is a figure of the search engine, and sentences may get better. */
const FREE_KEYS = ["score", "message"];

/** What each name in braces stands for in one run. */
export class Names {
  readonly #values = new Map<string, string>();

  constructor(tenant: string) {
    this.#values.set("tenant", tenant);
  }

  /** A text with values in place of names. Other braces stay: they are JSON. */
  fill(text: string): string {
    return text.replace(/\{([a-z-]+(?:\.\d+)?)\}/g, (whole, name: string) => this.#values.get(name) ?? whole);
  }

  /**
   * What is not in `now` as it was recorded, by its place; nothing for what was added. Learns the values of new names.
   */
  differences(recorded: Json | undefined, now: Json | undefined, place = ""): string[] {
    if (typeof recorded === "string" && typeof now === "string") return this.#text(recorded, now, place);
    if (Array.isArray(recorded) && Array.isArray(now)) {
      if (recorded.length !== now.length) return [`${place}: ${now.length} entries in place of ${recorded.length}`];
      return recorded.flatMap((value, index) => this.differences(value, now[index], `${place}[${index}]`));
    }
    if (isObject(recorded) && isObject(now))
      return Object.entries(recorded).flatMap(([key, value]) =>
        FREE_KEYS.includes(key) && typeof value === typeof now[key]
          ? []
          : this.differences(value, now[key], `${place}.${key}`),
      );
    return recorded === now ? [] : [`${place}: ${JSON.stringify(now)} in place of ${JSON.stringify(recorded)}`];
  }

  #text(recorded: string, now: string, place: string): string[] {
    const parts = recorded.split(/\{([a-z-]+(?:\.\d+)?)\}/);
    const learned: string[] = [];
    const pattern = parts.map((part, index) => {
      if (index % 2 === 0) return literally(part);
      const known = this.#values.get(part);
      if (known !== undefined) return literally(known);
      learned.push(part);
      const [kind = ""] = part.split(".");
      return `(${SHAPES[kind] ?? `${kind}_${SHAPES.id}`})`;
    });
    const found = new RegExp(`^${pattern.join("")}$`, "s").exec(now);
    if (!found) return [`${place}: ${JSON.stringify(now)} in place of ${JSON.stringify(recorded)}`];
    for (const [index, name] of learned.entries())
      if (!UNBOUND.includes(name)) this.#values.set(name, found[index + 1] ?? "");
    return [];
  }

  /** The same value with names in place of what differs from run to run; new names are given in order of appearance. */
  redact(value: Json, key = ""): Json {
    if (Array.isArray(value)) return value.map((entry) => this.redact(entry));
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.redact(inner, name)]));
    if (typeof value !== "string") return value;
    if (key === "nextCursor") return this.#nameOf("cursor", value);
    const tenant = this.#values.get("tenant") ?? "";
    if (key === "connection") return "{connection}";
    if (value === tenant) return "{tenant}";
    return value
      .replaceAll(new RegExp(SHAPES.secret ?? "", "g"), (found) => this.#nameOf("secret", found))
      .replaceAll(new RegExp(`([a-z]+)_${SHAPES.id}`, "g"), (found, kind: string) => this.#nameOf(kind, found))
      .replaceAll(new RegExp(`/tenants/${tenant}(?=/|$)`, "g"), "/tenants/{tenant}")
      .replaceAll(new RegExp(SHAPES.time ?? "", "g"), "{time}")
      .replaceAll(new RegExp(SHAPES.uuid ?? "", "g"), "{uuid}");
  }

  #nameOf(kind: string, value: string): string {
    const known = [...this.#values].find(([name, each]) => each === value && name.startsWith(`${kind}.`));
    if (known) return `{${known[0]}}`;
    const name = `${kind}.${[...this.#values.keys()].filter((each) => each.startsWith(`${kind}.`)).length + 1}`;
    this.#values.set(name, value);
    return `{${name}}`;
  }
}

/** The pattern that takes this text alone. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
