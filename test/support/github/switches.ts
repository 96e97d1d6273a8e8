/** What the GitHub of the tests does wrong when it is told to. */
import type { RecordedAnswer } from "../recorded-answers.ts";

/** Which requests a switch is for; without limits all of them, until it is turned off. */
export interface Scope {
  readonly times?: number;
  /** Part of the path or a pattern for it; paths are as they were asked, without the query. */
  readonly path?: string | RegExp;
}

/** An answer as it goes out. */
export interface RawAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Name =
  | "latency"
  | "hang"
  | "slowDrip"
  | "truncated"
  | "wrongJson"
  | "wrongTypes"
  | "huge"
  | "gzipBomb"
  | "nullUsers"
  | "withoutLast"
  | "refusePages"
  | "itemsMove"
  | "linkLoop"
  | "linkElsewhere"
  | "redirectElsewhere"
  | "withoutStarHistory"
  | "next";

type Setting = number | string | true | RecordedAnswer | RawAnswer;

interface Active {
  readonly name: Name;
  readonly setting: Setting;
  readonly path: string | RegExp | undefined;
  left: number;
}

const FOREIGN = "https://elsewhere.invalid";
const MEBIBYTE = 1_048_576;

export class Switches {
  #active: Active[] = [];

  /** Answers the next request (`times`: the next ones) with this in place of its own answer. Several wait in turn. */
  next(answer: RecordedAnswer | RawAnswer, scope: Scope = {}): void {
    this.#active.push({ name: "next", setting: answer, path: scope.path, left: scope.times ?? 1 });
  }

  /** Every answer comes so many milliseconds later. */
  latency(ms: number, scope?: Scope): void {
    this.#set("latency", ms, scope);
  }

  /** No answer, and the connection stays open. */
  hang(scope?: Scope): void {
    this.#set("hang", true, scope);
  }

  /** The body comes in twenty parts with so many milliseconds before each. */
  slowDrip(msPerChunk: number, scope?: Scope): void {
    this.#set("slowDrip", msPerChunk, scope);
  }

  /** Half of the body, though Content-Length says the whole; then the connection ends. */
  truncated(scope?: Scope): void {
    this.#set("truncated", true, scope);
  }

  /** Half of the body, and Content-Length says so: no JSON. */
  wrongJson(scope?: Scope): void {
    this.#set("wrongJson", true, scope);
  }

  /** One item has a text for its number (a commit: a number for its hash); the repository has a text for its stars. */
  wrongTypes(scope?: Scope): void {
    this.#set("wrongTypes", true, scope);
  }

  /** A JSON list of so many bytes, with Content-Length. */
  huge(bytes = 50 * MEBIBYTE, scope?: Scope): void {
    this.#set("huge", bytes, scope);
  }

  /** A gzipped JSON list that is a thousandth of so many bytes on the wire. */
  gzipBomb(bytes = 100 * MEBIBYTE, scope?: Scope): void {
    this.#set("gzipBomb", bytes, scope);
  }

  /** Every author is a deleted account. */
  nullUsers(scope?: Scope): void {
    this.#set("nullUsers", true, scope);
  }

  /** Link headers do not say which page is the last. */
  withoutLast(scope?: Scope): void {
    this.#set("withoutLast", true, scope);
  }

  /** Answers 422 to pages with a greater number than this; Link headers carry cursors, as those of large lists do. */
  refusePages(beyond: number, scope?: Scope): void {
    this.#set("refusePages", beyond, scope);
  }

  /** Before each page but the first the repository changes: an item is updated, inserted, deleted in turn. */
  itemsMove(scope?: Scope): void {
    this.#set("itemsMove", true, scope);
  }

  /** The link to the next page leads to the same one. */
  linkLoop(scope?: Scope): void {
    this.#set("linkLoop", true, scope);
  }

  /** Links lead to another origin. */
  linkElsewhere(origin = FOREIGN, scope?: Scope): void {
    this.#set("linkElsewhere", origin, scope);
  }

  /** Repositories answer 301 with a Location on another origin. */
  redirectElsewhere(origin = FOREIGN, scope?: Scope): void {
    this.#set("redirectElsewhere", origin, scope);
  }

  /** `…/stargazers/history` answers 404. */
  withoutStarHistory(scope?: Scope): void {
    this.#set("withoutStarHistory", true, scope);
  }

  /** All off, waiting answers too. */
  off(): void {
    this.#active = [];
  }

  /** The answer that waits for a request to `path`; it counts as given. */
  takeNext(path: string): RecordedAnswer | RawAnswer | null {
    const setting = this.#take("next", path);
    return typeof setting === "object" ? setting : null;
  }

  /** Whether it is on for `path`; that counts as one of its times. */
  isOn(name: Name, path: string): boolean {
    return this.#take(name, path) !== null;
  }

  /** Its number for `path`; undefined where it is off. */
  amount(name: "latency" | "slowDrip" | "huge" | "gzipBomb" | "refusePages", path: string): number | undefined {
    const setting = this.#take(name, path);
    return typeof setting === "number" ? setting : undefined;
  }

  /** Its origin for `path`; undefined where it is off. */
  origin(name: "linkElsewhere" | "redirectElsewhere", path: string): string | undefined {
    const setting = this.#take(name, path);
    return typeof setting === "string" ? setting : undefined;
  }

  #set(name: Name, setting: Setting, { times, path }: Scope = {}): void {
    this.#active.push({ name, setting, path, left: times ?? Number.POSITIVE_INFINITY });
  }

  #take(name: Name, path: string): Setting | null {
    const found = this.#active.find((active) => active.name === name && active.left > 0 && isFor(active, path));
    if (!found) return null;
    found.left--;
    return found.setting;
  }
}

function isFor(active: Active, path: string): boolean {
  if (active.path === undefined) return true;
  return typeof active.path === "string" ? path.includes(active.path) : active.path.test(path);
}
