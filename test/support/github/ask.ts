/** Asking the GitHub of the tests as a client would. */
import { onTestFinished } from "vitest";
import * as z from "zod";
import type { FakeGithub, GithubOptions } from "./fake-github.ts";
import { recordedRepositories } from "./recorded-repositories.ts";
import { startGithub } from "./start-github.ts";

/** The path of the recorded repository that has issues. */
export const HUB4J = "/repos/hub4j/github-api";

/** With the recorded repositories; closed when the test ends. */
export async function githubOfTest(options: GithubOptions = {}): Promise<FakeGithub> {
  const started = await startGithub({ repositories: recordedRepositories(), ...options });
  onTestFinished(() => started.close());
  return started;
}

/** One GET; redirects are not followed. `path` may be a whole address. */
export function ask(server: FakeGithub, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const url = path.startsWith("http") ? path : `${server.url}${path}`;
  return fetch(url, { headers, redirect: "manual" });
}

/** Headers of a request with a token. */
export function as(token: string, more: Record<string, string> = {}): Record<string, string> {
  return { authorization: `Bearer ${token}`, ...more };
}

/** Addresses of the Link header by what they lead to. */
export function linksOf(response: Response): Record<string, string> {
  const header = response.headers.get("link") ?? "";
  const pairs = [...header.matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, url = "", rel = ""]) => [rel, url]);
  return Object.fromEntries(pairs);
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** The rows of an answer. */
export async function rowsOf(response: Response): Promise<z.infer<typeof rowsSchema>> {
  return rowsSchema.parse(await response.json());
}

/** Every page, by the links to the next one alone. */
export async function pagesOf(server: FakeGithub, path: string): Promise<z.infer<typeof rowsSchema>[]> {
  const all: z.infer<typeof rowsSchema>[] = [];
  for (let url: string | undefined = path; url !== undefined; ) {
    const response = await ask(server, url, as("one"));
    all.push(await rowsOf(response));
    url = linksOf(response).next;
  }
  return all;
}
