/** A GitHub on this machine: for tests, and for the demo where there is no internet. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { FakeGithub, type GithubOptions, type Journaled } from "./fake-github.ts";
import type { Asked } from "./reply.ts";
import { send } from "./transport.ts";

/** Serves on 127.0.0.1, on a port that is free. */
export async function startGithub(options: GithubOptions = {}): Promise<FakeGithub> {
  const server = createServer();
  // Whoever forgot to close it may end all the same.
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The system gave no port.");
  const github = new FakeGithub(options, `http://127.0.0.1:${address.port}`, async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  let atOnce = 0;
  server.on("request", (request, response) => {
    atOnce++;
    github.mostAtOnce = Math.max(github.mostAtOnce, atOnce);
    response.on("close", () => atOnce--);
    serve(github, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  return github;
}

async function serve(github: FakeGithub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = askedBy(request);
  const { method, path, query, headers } = asked;
  const entry: Journaled = {
    ...{ method, path, query: query.toString(), status: null, at: github.now() },
    authorization: headers.get("authorization") ?? null,
    ifNoneMatch: headers.get("if-none-match") ?? null,
  };
  github.requests.push(entry);
  request.resume();
  const { switches } = github;
  const latency = switches.amount("latency", path);
  if (latency !== undefined) await wait(latency);
  if (switches.isOn("hang", path)) return;
  const reply = await github.answer(asked);
  entry.status = reply.status;
  await send(reply, path, switches, response);
}

function askedBy(request: IncomingMessage): Asked {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return { method: request.method ?? "GET", path: url.pathname, query: url.searchParams, headers: new Map(headers) };
}
