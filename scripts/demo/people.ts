/** The people of a repository: who wrote, commented, contributed or starred. */
import type { GitHubUser, Recording } from "./recordings.ts";

/** Stands in for accounts that were deleted. */
const GHOST = "ghost";

export interface Person {
  readonly githubId: number;
  readonly githubLogin: string;
  /** As the person signs commits; null where none was recorded. */
  name: string | null;
  contributions: number;
  /** What they did: `author`, `committer`, `commenter`, `contributor`, `stargazer`, `maintainer`. */
  readonly roles: Set<string>;
}

/** Whether there is a person behind the account. */
export function isPerson(user: GitHubUser | null | undefined): user is GitHubUser {
  return !!user && user.type !== "Bot" && !user.login.endsWith("[bot]") && user.login !== GHOST;
}

/** Everybody, once, in the order of their first appearance. */
export function peopleOf(recordings: readonly Recording[]): Person[] {
  const people = new Map<number, Person>();
  const meet = (user: GitHubUser | null | undefined, role: string): Person | null => {
    if (!isPerson(user)) return null;
    const known = people.get(user.id);
    const person = known ?? {
      githubId: user.id,
      githubLogin: user.login,
      name: null,
      contributions: 0,
      roles: new Set(),
    };
    person.roles.add(role);
    people.set(user.id, person);
    return person;
  };
  for (const recording of recordings) meetAll(recording, meet);
  return [...people.values()];
}

function meetAll(
  recording: Recording,
  meet: (user: GitHubUser | null | undefined, role: string) => Person | null,
): void {
  for (const { id, login, type, contributions } of recording.contributors) {
    const person = id && login ? meet({ id, login, type }, "contributor") : null;
    if (person) person.contributions += contributions;
  }
  for (const { author, commit } of recording.commits) {
    const person = meet(author, "committer");
    if (person) person.name ??= commit.author.name;
  }
  for (const { user } of recording.issues) meet(user, "author");
  for (const { user } of recording.comments) meet(user, "commenter");
  for (const { author } of recording.releases) meet(author, "maintainer");
  for (const { user } of recording.stargazers) meet(user, "stargazer");
}

/** `Jesse Glick` as first and last name; one word, or none, is no such name. */
export function namesOf(name: string | null): { firstName: string; lastName: string } | null {
  const words = (name ?? "").trim().split(/\s+/);
  const lastName = words.pop();
  return lastName && words.length > 0 ? { firstName: words.join(" "), lastName } : null;
}
