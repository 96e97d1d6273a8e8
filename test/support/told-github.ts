/** From workerd: tells the GitHub of the tests (workerd-github.ts) what to do, and asks it what it was asked. */
import { env } from "cloudflare:workers";
import * as z from "zod";

const journalSchema = z.array(
  z.object({
    method: z.string(),
    path: z.string(),
    authorization: z.string().nullable(),
    status: z.number().nullable(),
  }),
);

/**
 * Calls a method of the server, of one of its repositories (`owner/name`), its `switches` or its `app`; arguments and answer
 * have to be JSON. All test files share the server: a scope, a repository or a token of their own keeps them apart.
 */
export async function tellGithub(of: string | number, call: string, ...args: readonly unknown[]): Promise<unknown> {
  const response = await env.TEST_GITHUB.fetch("http://github.test", {
    method: "POST",
    body: JSON.stringify({ of, call, with: args }),
  });
  return response.json();
}

/** Everything that was asked with paths that begin like this, oldest first. */
export async function askedOfGithub(path: string): Promise<z.infer<typeof journalSchema>> {
  const all = journalSchema.parse(await tellGithub("github", "requests"));
  return all.filter((each) => each.path.startsWith(path));
}
