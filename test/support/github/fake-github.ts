/** The GitHub of the tests: its repositories, what it was asked, and what it answers. No network here. */
import { createHash } from "node:crypto";
import { answeredAt, type RecordedAnswer, recordedAnswers } from "../recorded-answers.ts";
import { Callers, type Tokens } from "./callers.ts";
import { FakeRepository } from "./fake-repository.ts";
import { type AppOptions, GithubApp } from "./github-app.ts";
import { type Rate, RateLimits } from "./rate-limits.ts";
import { type Asked, json, notFound, type Reply, refusal } from "./reply.ts";
import { answerRepository } from "./repository-routes.ts";
import type { RepositoryData } from "./rows.ts";
import { type RawAnswer, type Scope, Switches } from "./switches.ts";

/** The address in recorded answers, in whose place the server's own is given. */
const RECORDED_ORIGIN = "https://api.github.com";

export interface GithubOptions {
  readonly repositories?: readonly RepositoryData[];
  /** Those that are accepted, all others get 401; without this every token is accepted. */
  readonly tokens?: Tokens;
  /** Requests an hour without a token; 60 if left out. */
  readonly anonymousLimit?: number;
  readonly app?: AppOptions;
  /** Milliseconds since 1970; the machine's clock if left out. */
  readonly now?: () => number;
}

/** One request as it came, and what became of it. */
export interface Journaled {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly authorization: string | null;
  readonly ifNoneMatch: string | null;
  /** Null until it is answered. */
  status: number | null;
  /** Milliseconds since 1970, on the server's clock. */
  readonly at: number;
}

export class FakeGithub {
  /** `http://127.0.0.1:…`, in place of https://api.github.com. */
  readonly url: string;
  readonly repositories: FakeRepository[];
  readonly switches = new Switches();
  /** Everything that was asked, in the order in which it came. */
  readonly requests: Journaled[] = [];
  readonly now: () => number;
  /** Most requests that were being answered at the same time. */
  mostAtOnce = 0;
  readonly #app: GithubApp | null;
  readonly #callers: Callers;
  readonly #limits: RateLimits;
  readonly #close: () => Promise<void>;

  constructor(options: GithubOptions, url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
    this.now = options.now ?? Date.now;
    this.repositories = (options.repositories ?? []).map((data) => new FakeRepository(data, this.now));
    this.#app = options.app ? new GithubApp(options.app, this.now) : null;
    this.#callers = new Callers(options.tokens ?? null, this.#app, options.anonymousLimit);
    this.#limits = new RateLimits(this.now);
  }

  /** By `owner/name` or GitHub's number. */
  repository(which: string | number): FakeRepository {
    const found = this.repositories.find(({ id, fullName }) => id === which || fullName === which);
    if (!found) throw new Error(`No repository ${which} is served.`);
    return found;
  }

  /** Serves one more. */
  add(data: RepositoryData): FakeRepository {
    const repository = new FakeRepository(data, this.now);
    this.repositories.push(repository);
    return repository;
  }

  /** The App whose key was given. */
  get app(): GithubApp {
    if (!this.#app) throw new Error("This GitHub was started without an App.");
    return this.#app;
  }

  /** Answers the next requests with a recorded answer (by its `case`, the first of that name, or as it is) or with any other. */
  next(answer: string | RecordedAnswer | RawAnswer, scope?: Scope): void {
    this.switches.next(typeof answer === "string" ? recordedAs(answer) : answer, scope);
  }

  /** 401 for the token from now on. */
  revoke(token: string): void {
    this.#callers.revoke(token);
  }

  /** As if so many requests were left in the hour for this token, null being everybody without one. */
  leaveRequests(token: string | null, remaining: number): void {
    const caller = this.#callers.identify(token === null ? undefined : `Bearer ${token}`);
    if (caller) this.#limits.leave(caller.who, caller.limit, remaining);
  }

  /** Forgets what was asked, and turns all switches off. */
  reset(): void {
    this.requests.length = 0;
    this.mostAtOnce = 0;
    this.switches.off();
  }

  close(): Promise<void> {
    return this.#close();
  }

  async answer(asked: Asked): Promise<Reply> {
    const date = { Date: new Date(this.now()).toUTCString() };
    if (!asked.headers.has("user-agent")) {
      const body = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";
      return { status: 403, headers: { ...date, "Content-Type": "text/plain" }, body };
    }
    const prepared = this.switches.takeNext(asked.path);
    if (prepared) return this.#prepared(prepared);
    const reply = GithubApp.isFor(asked.path) ? await this.#answerApp(asked) : this.#answerCaller(asked);
    return { ...reply, headers: { ...date, ...reply.headers } };
  }

  #prepared(answer: RecordedAnswer | RawAnswer): Reply {
    if (!("case" in answer)) return { status: answer.status, headers: answer.headers ?? {}, body: answer.body ?? "" };
    const { status, headers, body } = answeredAt(answer, this.now());
    const here = (text: string) => text.replaceAll(RECORDED_ORIGIN, this.url);
    const pairs = [...headers].map(([name, value]) => [name, here(value)]);
    return { status, headers: Object.fromEntries(pairs), body: here(body) };
  }

  async #answerApp(asked: Asked): Promise<Reply> {
    return this.#app ? this.#app.answer(asked, this.url) : refusal(401, "A JSON web token could not be decoded");
  }

  #answerCaller(asked: Asked): Reply {
    const authorization = asked.headers.get("authorization");
    const caller = this.#callers.identify(authorization);
    if (!caller) return refusal(401, "Bad credentials");
    if (caller.installation?.suspended) return refusal(403, "This installation has been suspended");
    const rate = () => this.#limits.rate(caller.who, caller.limit);
    if (asked.path === "/rate_limit") return json(200, overviewOf(rate()), rateHeaders(rate()));
    if (rate().remaining === 0) {
      const message = `API rate limit exceeded for ${caller.token ? "user ID 1" : "127.0.0.1"}.`;
      return withHeaders(refusal(403, message), rateHeaders(rate()));
    }
    const reply = conditional(asked, answerRepository(asked, caller, this) ?? notFound());
    // GitHub does not count what has not changed, where it knows who asks.
    if (reply.status !== 304 || caller.token === null) this.#limits.take(caller.who, caller.limit);
    return withHeaders(reply, rateHeaders(rate()));
  }
}

function recordedAs(name: string): RecordedAnswer {
  const found = recordedAnswers().find((answer) => answer.case === name);
  if (!found) throw new Error(`No recorded answer has the case ${name}.`);
  return found;
}

/** With an ETag that is this credential's own; 304 where the client has it, or has what is not older. */
function conditional({ headers }: Asked, reply: Reply): Reply {
  if (reply.status !== 200) return reply;
  const hash = createHash("sha256")
    .update(headers.get("authorization") ?? "")
    .update("\n")
    .update(reply.body);
  const etag = `W/"${hash.digest("hex")}"`;
  const tagged = withHeaders(reply, { ETag: etag });
  const known = headers.get("if-none-match");
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  const modified = Date.parse(reply.headers["Last-Modified"] ?? "");
  const unchanged = known === undefined ? modified <= since : sameTag(known, etag);
  return unchanged ? { status: 304, headers: without(tagged.headers, "Content-Type"), body: "" } : tagged;
}

/** Weak comparison, as RFC 9110 wants it for If-None-Match. */
function sameTag(known: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return known.split(",").some((each) => bare(each) === bare(etag));
}

function without(headers: Reply["headers"], name: string): Reply["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
}

function withHeaders(reply: Reply, headers: Reply["headers"]): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function rateHeaders({ limit, remaining, reset, used }: Rate): Reply["headers"] {
  return {
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-Reset": String(reset),
    "X-RateLimit-Used": String(used),
    "X-RateLimit-Resource": "core",
  };
}

function overviewOf(rate: Rate): object {
  return { resources: { core: rate, search: rate }, rate };
}
